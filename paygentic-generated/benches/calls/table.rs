//! The table of results.

use std::fmt;

use crate::Rounds;
use crate::clock::{HAS_CPU, Span};

pub(crate) struct Table(Vec<Row>);

struct Row {
    name: &'static str,
    sdk: Span,
    plain: Span,
    /// First quartile, median and third quartile of the ratios of neighbouring rounds.
    ratios: [f64; 3],
}

impl Table {
    pub(crate) fn new() -> Self {
        Table(Vec::new())
    }

    pub(crate) fn add(&mut self, name: &'static str, rounds: &Rounds) {
        let pairs = rounds.sdk.iter().zip(&rounds.plain);
        let ratios: Vec<_> = pairs.map(|(s, p)| counted(s) / counted(p)).collect();
        self.0.push(Row {
            name,
            sdk: middle(&rounds.sdk),
            plain: middle(&rounds.plain),
            ratios: [0.25, 0.5, 0.75].map(|part| quantile(ratios.iter().copied(), part)),
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !HAS_CPU {
            writeln!(f, "CPU time is not measured on this system; the ratio is of wall time.")?;
        }
        writeln!(f, "Microseconds per call, median of the rounds; ratio with quartiles.\n")?;
        writeln!(
            f,
            "{:<22}{:>9}{:>11}{:>9}{:>15}{:>13}{:>13}",
            "", "SDK CPU", "plain CPU", "ratio", "(quartiles)", "SDK wall", "plain wall"
        )?;
        for row in &self.0 {
            let [low, ratio, high] = row.ratios;
            writeln!(
                f,
                "{:<22}{:>9.1}{:>11.1}{ratio:>9.3}{:>15}{:>13.1}{:>13.1}",
                row.name,
                row.sdk.cpu,
                row.plain.cpu,
                format!("({low:.3}-{high:.3})"),
                row.sdk.wall,
                row.plain.wall,
            )?;
        }
        Ok(())
    }
}

/// The time from which the ratio is computed.
fn counted(span: &Span) -> f64 {
    if HAS_CPU { span.cpu } else { span.wall }
}

fn middle(spans: &[Span]) -> Span {
    Span {
        cpu: quantile(spans.iter().map(|span| span.cpu), 0.5),
        wall: quantile(spans.iter().map(|span| span.wall), 0.5),
    }
}

/// The quantile of the values: the value below which this part of them lies.
fn quantile(values: impl Iterator<Item = f64>, part: f64) -> f64 {
    let mut sorted: Vec<_> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let index = (sorted.len().saturating_sub(1)) as f64 * part;
    sorted.get(index.round() as usize).copied().unwrap_or(f64::NAN)
}
