import SemperCommerce
import SemperModel
import SemperTerms

/// What goes wrong in a world, from outside the honest machines or by a party's own will.
struct Trouble: Sendable {
  /// The seller seals other data than it described.
  var badGoods = false
  /// The buyer's disk loses what it has opened before it is looked at once more.
  var goodsLost = false
  /// From the first statement of such a kind on, the buyer gets nothing more of the seller's.
  var lostToBuyer: Set<StatementKind> = []
  /// The seller never gets the buyer's statements of these kinds.
  var lostToSeller: Set<StatementKind> = []
  /// The seller refuses the buyer's statements of these kinds for good.
  var turnedDown: Set<StatementKind> = []
  /// So long the goods are on their way, in seconds.
  var download: Int64 = 0
  /// The arbiter cannot be reached before so many seconds have passed.
  var arbiterAway: Int64 = 0
  /// These sides say no after these phases.
  var dissatisfied: [DealSide: Phase] = [:]
  /// So long these sides think before they decide on a phase, in seconds.
  var thinking: [DealSide: (phase: Phase, seconds: Int64)] = [:]
  /// What the buyer can lock, in minor units.
  var funds: Int64 = 5_000
}
