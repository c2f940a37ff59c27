//! What is called: every operation, with little and with all, for each of its successes.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::case::Call;
use crate::contract::{OperationSchemas, contract, operations, published};
use crate::instances::{Detail, Instances};
use crate::suites::made::made_call;
use crate::table;

/// All cases.
#[derive(Debug)]
pub(super) struct Cases {
    /// The published document, by which answers are judged.
    pub(super) published: Value,
    /// The document with the overlay, by which requests are made.
    contract: Value,
    /// The operations, and how they are with the overlay.
    operations: Vec<(OperationSchemas, OperationSchemas)>,
    rounds: u64,
}

/// A call to make.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'c> {
    /// The operation.
    pub(super) operation: &'c OperationSchemas,
    /// What it takes, with the overlay.
    pub(super) request: &'c OperationSchemas,
    /// The success to ask for.
    pub(super) status: u16,
    /// The schema of its body.
    pub(super) schema: Option<&'c Value>,
    /// Which server to ask: the one that makes its answers up, or the other.
    pub(super) dynamic: bool,
    /// What both sides make their values up from.
    pub(super) seed: u64,
}

impl Cases {
    /// Reads the contract.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(super) fn new(rounds: u64) -> Result<Self> {
        let (published, contract) = (published()?, contract()?);
        let mut narrowed = operations(&contract);
        let pair = |operation: OperationSchemas| {
            let found = narrowed.iter().position(|one| one.id == operation.id);
            let found = found.with_context(|| format!("the overlay removes {}", operation.id))?;
            Ok((operation, narrowed.swap_remove(found)))
        };
        let operations = operations(&published).into_iter().map(pair);
        Ok(Self { operations: operations.collect::<Result<_>>()?, published, contract, rounds })
    }

    /// How many operations there are.
    pub(super) fn operations(&self) -> usize {
        self.operations.len()
    }

    /// Each round goes through all operations, so that both servers have work throughout.
    pub(super) fn plan(&self) -> Vec<Planned<'_>> {
        let fixed = (0..2).map(|seed| (false, seed));
        let dynamic = (0..self.rounds.max(2)).map(|seed| (true, seed));
        let mut planned = Vec::new();
        for (dynamic, seed) in fixed.chain(dynamic) {
            for (operation, request) in &self.operations {
                if table::unreached(&operation.id).is_some() {
                    continue;
                }
                for (status, schema) in &operation.successes {
                    planned.push(Planned {
                        operation,
                        request,
                        status: *status,
                        schema: schema.as_ref(),
                        dynamic,
                        seed,
                    });
                }
            }
        }
        planned
    }

    /// What makes the values of calls.
    pub(super) fn instances(&self) -> Instances<'_> {
        Instances::new(&self.contract, 0).for_requests()
    }

    /// The arguments of a call.
    ///
    /// # Errors
    ///
    /// A value cannot be written.
    pub(super) fn call(&self, planned: Planned<'_>, instances: &mut Instances<'_>) -> Result<Call> {
        instances.reseed(planned.seed);
        let detail = planned.detail();
        made_call(&self.contract, planned.request, instances, detail, planned.seed)
    }
}

impl Planned<'_> {
    /// How much the call gives.
    pub(super) fn detail(&self) -> Detail {
        if self.seed.is_multiple_of(2) { Detail::Required } else { Detail::All }
    }
}
