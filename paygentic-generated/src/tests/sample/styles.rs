//! Operations whose parameters and bodies have unusual styles.

use crate::support::*;

resource! {
    Styles
}

request! {
    Color {
        r: i64,
        g: Option<f64> => into f64,
        name: Nullable<String> => into String | clear_name,
        tags: Vec<String> => each String,
        inner: JsonObject => into JsonObject,
    }
    fn new(r into i64)
}

object! {
    Color { r "R", g "G", name "na me", tags "tags", inner "inner" }
}

request! {
    /// An object without lists or nested objects.
    Shade {
        r: i64,
        g: Nullable<String> => into String | clear_g,
    }
    fn new(r into i64)
}

object! { Shade { r "R", g "G" } }

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

request! {
    /// One field per style.
    Styled {
        form: Option<Shade> => into Shade,
        csv: Option<Shade> => into Shade,
        ssv: Option<Shade> => into Shade,
        psv: Option<Shade> => into Shade,
        deep: Option<Color> => into Color,
        json: Option<Color> => into Color,
        map: BTreeMap<String, String> => into BTreeMap<String, String>,
        either: Option<TextOrList> => into TextOrList,
        any: Option<Value> => into Value,
        spaces: Vec<String> => each String,
        bars: Vec<String> => each String,
        commas: Vec<String> => each String,
        near: Option<String> => into String,
        within: Vec<String> => each String,
        expand: Option<Value> => into Value,
        header: Option<Shade> => into Shade,
        exploded: Option<Shade> => into Shade,
        header_json: Option<Value> => into Value,
        header_list: Vec<i64> => each i64,
        session: Option<String> => into String,
        cookies: Vec<String> => each String,
        cookie_csv: Vec<String> => each String,
        cookie: Option<Shade> => into Shade,
    }
    fn new()
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

request! {
    SendParts {
        file: FilePart,
        more: Vec<FilePart> => each FilePart,
        title: Option<String> => into String,
        sizes: Vec<i64> => each i64,
        place: Option<Color> => into Color,
        either: Option<Value> => into Value,
        list: Option<Vec<i64>> => into Vec<i64>,
        deep: Option<Shade> => into Shade,
    }
    extra additional: JsonObject;
    fn new(file into FilePart)
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
        Call::empty(self.client, &RANGE).segment::<String>(from).segment::<String>(to)
    }

    pub fn pair(&self, x: impl Into<String>, y: impl Into<String>) -> Call<'c, C, ()> {
        Call::empty(self.client, &PAIR).segment::<String>(x).segment::<String>(y)
    }

    pub fn list(&self, color: Vec<String>) -> Call<'c, C, ()> {
        Call::empty(self.client, &PATH).segment::<Vec<String>>(color)
    }

    pub fn price(&self, price: impl Into<Decimal>) -> Call<'c, C, ()> {
        Call::empty(self.client, &PATH).segment::<Decimal>(price)
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

response_enum! {
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
        Call::response_variants(self.client, &CREATE_SHADE)
    }
}
