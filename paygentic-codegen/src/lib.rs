//! Turns an OpenAPI document into the source of a Rust SDK.

pub mod contract;
pub mod diagnostic;
pub mod emit;
pub mod model;
pub mod names;
pub mod surface;

// Stand-ins until the real modules are merged.
#[allow(missing_docs)]
pub struct Source<'a> {
    pub name: &'a str,
    pub text: &'a str,
}
#[allow(missing_docs)]
pub mod document {
    pub fn parse(source: &super::Source<'_>) -> Result<serde_json::Value, serde_yaml::Error> {
        serde_json::from_str(source.text).or_else(|_| serde_yaml::from_str(source.text))
    }
}
#[cfg(test)]
mod try_it {
    #[test]
    fn model() {
        let mut v: serde_json::Value = serde_json::from_str(&std::fs::read_to_string("/tmp/low.json").unwrap()).unwrap();
        let o: openapiv3::OpenAPI = serde_json::from_value(v.take()).unwrap();
        match crate::model::build(&o, false) {
            Ok((m, w)) => {
                for d in w { println!("{d}"); }
                let t = std::time::Instant::now();
                let files = crate::emit::emit(&m).unwrap();
                println!("emit {:?} lines {}", t.elapsed(), files.values().map(|f| f.lines().count()).sum::<usize>());
                let _ = std::fs::remove_dir_all("/tmp/gen");
                for (p, f) in &files { let p = std::path::Path::new("/tmp/gen").join(p); std::fs::create_dir_all(p.parent().unwrap()).unwrap(); std::fs::write(p, f).unwrap(); }
                std::fs::write("/tmp/surface.txt", crate::surface::surface(&m)).unwrap();
                std::fs::write("/tmp/model.json", serde_json::to_string_pretty(&m).unwrap()).unwrap();
            }
            Err(e) => panic!("{e}"),
        }
    }
}
