#![doc = include_str!("../docs/requests.md")]
