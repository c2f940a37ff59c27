//! Operations whose parameters and bodies have other styles than those of most.

use crate::support::*;

resource! {
    Styles
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Color {
    pub r: i64,
    pub g: Option<f64>,
    pub name: Nullable<String>,
    pub tags: Vec<String>,
    pub inner: JsonObject,
}

object! {
    Color { r "R", g "G", name "na me", tags "tags", inner "inner" }
}

setters! {
    Color {
        g: f64,
        name: String => clear_name,
        tags of String,
        inner: JsonObject,
    }
    new(r: i64)
}

/// An object without lists and objects in it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Shade {
    pub r: i64,
    pub g: Nullable<String>,
}

object! { Shade { r "R", g "G" } }

setters! { Shade { g: String => clear_g } new(r: i64) }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TextOrList {
    Text(String),
    List(Vec<String>),
    Unknown(Value),
}

union! {
    TextOrList shape {
        Text(String) from = string,
        List(Vec<String>) from = array,
    }
}

/// One field per style.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Styled {
    pub form: Option<Shade>,
    pub csv: Option<Shade>,
    pub ssv: Option<Shade>,
    pub psv: Option<Shade>,
    pub deep: Option<Color>,
    pub json: Option<Color>,
    pub map: BTreeMap<String, String>,
    pub either: Option<TextOrList>,
    pub any: Option<Value>,
    pub spaces: Vec<String>,
    pub bars: Vec<String>,
    pub commas: Vec<String>,
    pub near: Option<String>,
    pub within: Vec<String>,
    pub expand: Option<Value>,
    pub header: Option<Shade>,
    pub exploded: Option<Shade>,
    pub header_json: Option<Value>,
    pub header_list: Vec<i64>,
    pub session: Option<String>,
    pub cookies: Vec<String>,
    pub cookie_csv: Vec<String>,
    pub cookie: Option<Shade>,
}

params! {
    Styled {
        form form "form",
        csv form_csv "csv",
        ssv form_ssv "ssv",
        psv form_psv "psv",
        deep deep "deep",
        json json "json",
        map form "map",
        either form "either",
        any form "any",
        spaces ssv "spaces",
        bars psv "bars",
        commas csv "commas",
        near query "near" reserved,
        within csv "within" reserved,
        expand deep "expand",
        header header_object "X-Object",
        exploded header_exploded "X-Exploded",
        header_json header_json "X-Json",
        header_list header "X-List",
        session cookie "session",
        cookies cookie "many",
        cookie_csv cookie_csv "csv",
        cookie cookie_form "object",
    }
}

setters! {
    Styled {
        form: Shade, csv: Shade, ssv: Shade, psv: Shade, deep: Color, json: Color,
        map: BTreeMap<String, String>, either: TextOrList, any: Value,
        spaces of String, bars of String, commas of String, near: String, within of String,
        expand: Value, header: Shade, exploded: Shade, header_json: Value, header_list of i64,
        session: String, cookies of String, cookie_csv of String, cookie: Shade,
    }
    new()
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SendParts {
    pub file: FilePart,
    pub more: Vec<FilePart>,
    pub title: Option<String>,
    pub sizes: Vec<i64>,
    pub place: Option<Color>,
    pub either: Option<Value>,
    pub list: Option<Vec<i64>>,
    pub deep: Option<Shade>,
    pub additional: JsonObject,
}

multipart! {
    SendParts {
        file file "file" as "image/png",
        more file "more",
        title text "title",
        sizes text "sizes",
        place value "place",
        either value "either",
        list json "list",
        deep deep "deep",
    }
    constants { text "kind" = "logo" }
    extra additional
}

setters! {
    SendParts {
        more of FilePart, title: String, sizes of i64, place: Color, either: Value,
        list: Vec<i64>, deep: Shade, additional: JsonObject,
    }
    new(file: FilePart)
}

static QUERY: Operation = Operation::new("query", "styles.query", Method::GET, "/a#query");
static FIXED: Operation = Operation::new(
    "fixed",
    "styles.fixed",
    Method::POST,
    "/a/{id}.json?action=start%20now&on&by={by}#fixed",
);
static RANGE: Operation =
    Operation::new("range", "styles.range", Method::GET, "/a/{from}...{to}/b");
static PAIR: Operation = Operation::new("pair", "styles.pair", Method::GET, "/a/{x}{y}");
static PATH: Operation = Operation::new("path", "styles.path", Method::GET, "/a/{color}/b");
static FORM: Operation = Operation::new("form", "styles.form", Method::POST, "/form");
static PARTS: Operation = Operation::new("parts", "styles.parts", Method::POST, "/parts");
static PUT: Operation = Operation::new("put", "styles.put", Method::PUT, "/file");

impl<'c, C> Styles<'c, C> {
    pub fn query(&self, parameters: Styled) -> Call<'c, C, ()> {
        Call::empty(self.client, &QUERY).params(&parameters)
    }

    pub fn fixed(&self, id: impl Into<String>, by: impl Into<String>) -> Call<'c, C, ()> {
        Call::empty(self.client, &FIXED)
            .segment::<String>(id)
            .segment::<String>(by)
            .params(&Styled::new().near("x"))
    }

    pub fn range(&self, from: impl Into<String>, to: impl Into<String>) -> Call<'c, C, ()> {
        Call::empty(self.client, &RANGE)
            .segment::<String>(from)
            .segment::<String>(to)
    }

    pub fn pair(&self, x: impl Into<String>, y: impl Into<String>) -> Call<'c, C, ()> {
        Call::empty(self.client, &PAIR)
            .segment::<String>(x)
            .segment::<String>(y)
    }

    pub fn list(&self, color: Vec<String>) -> Call<'c, C, ()> {
        Call::empty(self.client, &PATH).segment::<Vec<String>>(color)
    }

    pub fn path(&self, color: impl Into<Value>, style: PathStyle) -> Call<'c, C, ()> {
        Call::empty(self.client, &PATH).styled_segment::<Value>(color, style)
    }

    pub fn form(&self, body: Color, styles: &[(&str, Style)]) -> Call<'c, C, ()> {
        Call::empty(self.client, &FORM).form_body(&body, styles)
    }

    pub fn parts(&self, body: SendParts) -> Call<'c, C, ()> {
        Call::empty(self.client, &PARTS).multipart_body(&body, "multipart/form-data")
    }

    pub fn put(&self, file: impl Into<FilePart>) -> Call<'c, C, ()> {
        Call::empty(self.client, &PUT).file_body(file, "application/zip")
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CreateShadeAnswer {
    Ok(Shade),
    Created(Color),
    Text(String),
    Image(Bytes),
    NoContent,
    Problem(JsonObject),
    Other(Bytes),
}

answer_enum! {
    CreateShadeAnswer accept "application/json, text/plain, image/*" {
        Ok(Shade) = "200" json "application/json",
        Text(String) = "200" text "text/plain",
        Image(Bytes) = "200" bytes "image/*",
        Created(Color) = "201" json "application/vnd.shade+json; v=2",
        NoContent = "204",
        Problem(JsonObject) = "2XX" json "application/json",
    }
}

static CREATE_SHADE: Operation =
    Operation::new("createShade", "styles.create_shade", Method::POST, "/shade");

impl<'c, C> Styles<'c, C> {
    pub fn create_shade(&self) -> Call<'c, C, CreateShadeAnswer> {
        Call::answers(self.client, &CREATE_SHADE)
    }
}
