//! Interim.
use model::Position;
pub(crate) fn solve(_points: &[(Position, u32)]) -> Option<Position> {
    None
}
pub(crate) fn distance_m(from: Position, to: Position) -> u32 {
    ((from.latitude - to.latitude).abs() * 111_000.0) as u32
}
