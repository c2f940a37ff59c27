//! A service with one security scheme of each kind, and with servers of all kinds.

use crate::support::*;

service_types! {
    name "shop",
    environment_variable "SHOP_ENVIRONMENT",
    credentials Credentials {
        basic_auth "SHOP_BASIC_AUTH" = Basic,
        bearer "SHOP_BEARER" = Bearer,
        api_key "SHOP_API_KEY" = Header("X-API-Key"),
        app_id "SHOP_APP_ID" = Header("X-App-Id"),
        query_key "SHOP_QUERY_KEY" = Query("api key"),
        session "SHOP_SESSION" = Cookie("session"),
    },
    environments {
        Cloud "cloud" = "https://{region}.shop.example/{path}" with CloudServer,
        Test "test" = "https://test.shop.example",
    }
    default Cloud with CloudServer
}

pub mod servers {
    use crate::support::*;

    open_enum! {
        Region {
            Eu = "eu",
            Us = "us",
        }
    }

    server! {
        CloudServer for Cloud "https://{region}.shop.example/{path}" {
            region "region" = "eu": Region,
            path "path" = "v1": String,
        }
    }
}
