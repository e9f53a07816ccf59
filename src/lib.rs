//! Journeys as code: customer journeys written in YAML, compiled to a checked state graph, run on events.
//!
//! The same engine that the command line runs can be embedded:
//!
//! ```
//! use wayfare::embed::happening::What;
//! use wayfare::embed::journeys::Journeys;
//!
//! let yaml = r#"
//! wayfare: 1
//! journey: welcome
//! version: 1.0.0
//! events:
//!   SIGNED_UP: {}
//!   BOUGHT: {}
//! actions:
//!   greet: { params: { template: string } }
//! entry: { triggers: SIGNED_UP }
//! initial: NEW
//! states:
//!   NEW:
//!     on_entry:
//!       - greet: { template: hello }
//!     steps:
//!       - { id: first-purchase, triggers: BOUGHT, to: CUSTOMER }
//!   CUSTOMER: { final: true }
//! "#;
//! let journeys = Journeys::from_text([("welcome.yaml", yaml)])?;
//! let mut runtime = journeys.runtime();
//!
//! let event = r#"{"eventId": "e-1", "userId": "u-1", "type": "SIGNED_UP", "timestamp": 1700000000000}"#;
//! let happened = runtime.process_event(event);
//! assert_eq!(happened[0].what, What::Entered);
//! assert_eq!(happened[0].to, ["NEW"]);
//! assert_eq!(happened[0].effects[0].action, "greet");
//!
//! let event = r#"{"eventId": "e-2", "userId": "u-1", "type": "BOUGHT", "timestamp": 1700000001000}"#;
//! assert_eq!(runtime.process_event(event)[0].steps, ["first-purchase"]);
//!
//! let standing = runtime.standing("u-1", "welcome").expect("u-1 is on the journey");
//! assert_eq!((standing.status, standing.states), ("completed", vec!["CUSTOMER".to_owned()]));
//! # Ok::<(), wayfare::embed::refusal::Refusal>(())
//! ```

pub mod cli;
pub mod diff;
pub mod embed;
pub mod engine;
pub mod expr;
pub mod graph;
pub mod intake;
pub mod lint;
pub mod model;
pub mod orchestrator;
pub mod picture;
pub mod project;
pub mod report;
pub mod runner;
pub mod syntax;
pub mod terms;
pub mod trial;
