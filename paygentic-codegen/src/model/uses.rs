//! The types that a definition or an operation uses. Every traversal of types goes through these lists.

use super::{
    Answer, AnswerContent, BodyContent, Events, Operation, ResponseBody, TypeDef, TypeId, TypeKind,
    TypeRef,
};

impl TypeDef {
    /// The types used inside, one entry per occurrence. No other code lists where a type can contain another.
    pub fn refs(&self) -> Vec<&TypeRef> {
        match &self.kind {
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => {
                let fields = object.fields.iter().map(|field| &field.ty);
                fields.chain(&object.additional).collect()
            }
            TypeKind::Answers(answers) => answers.iter().filter_map(Answer::json).collect(),
            TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            TypeKind::Enum(_) => Vec::new(),
        }
    }

    /// Like `refs`, but mutable, and with the item type of a page, which repeats the type of a field.
    pub(super) fn refs_mut(&mut self) -> Vec<&mut TypeRef> {
        match &mut self.kind {
            TypeKind::Answers(answers) => {
                let contents = answers.iter_mut().map(|answer| &mut answer.content);
                let json = |content| match content {
                    &mut AnswerContent::Json(ref mut ty) => Some(ty),
                    _ => None,
                };
                contents.filter_map(json).collect()
            }
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.ty);
                let page = object.page.iter_mut().map(|page| &mut page.item);
                fields.chain(&mut object.additional).chain(page).collect()
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.map(|variant| &mut variant.ty).collect()
            }
            TypeKind::Enum(_) => Vec::new(),
        }
    }
}

impl Operation {
    /// The types used in the request, apart from the parameter set.
    pub fn request_refs(&self) -> impl Iterator<Item = &TypeRef> {
        let body = self.body.iter().filter_map(|body| body.content.ty());
        self.path_parameters.iter().map(|parameter| &parameter.ty).chain(body)
    }

    /// The types used in the responses.
    pub fn response_refs(&self) -> impl Iterator<Item = &TypeRef> {
        let body = self.response.ty();
        body.into_iter().chain(self.errors.iter().filter_map(|error| error.ty.as_ref()))
    }

    fn refs_mut(&mut self) -> Vec<&mut TypeRef> {
        let mut refs: Vec<&mut TypeRef> = Vec::new();
        refs.extend(self.path_parameters.iter_mut().map(|parameter| &mut parameter.ty));
        match self.body.as_mut().map(|body| &mut body.content) {
            Some(
                BodyContent::Json(ty) | BodyContent::Form { ty, .. } | BodyContent::Multipart(ty),
            ) => refs.push(ty),
            Some(BodyContent::File) | None => {}
        }
        match &mut self.response {
            ResponseBody::Json(ty) | ResponseBody::Events(Events { ty, .. }) => refs.push(ty),
            ResponseBody::Empty | ResponseBody::Bytes | ResponseBody::Answers(_) => {}
        }
        refs.extend(self.errors.iter_mut().filter_map(|error| error.ty.as_mut()));
        refs
    }
}

impl Operation {
    /// Visits every use of a type in the operation, mutable, and the types of parameters and responses.
    pub(super) fn each_ref(
        &mut self,
        refs: &mut impl FnMut(&mut TypeRef),
        parameters: &mut impl FnMut(&mut TypeId),
    ) {
        self.parameters.iter_mut().for_each(&mut *parameters);
        if let ResponseBody::Answers(ty) = &mut self.response {
            parameters(ty);
        }
        self.refs_mut().into_iter().for_each(&mut *refs);
    }
}
