public import SemperModel
public import SemperTerms

/// One act of a deal, as both sides have it.
public struct DealAct: Hashable, Sendable {
  public let statement: Digest
  public let state: String
  public let turn: Int
  /// Who did it; `nil` where both signed it.
  public let side: DealSide?
  /// What was given, or the way that was chosen.
  public let items: [String]
  public let way: String?
  public let issued: Timestamp

  init(
    statement: Digest, state: String, turn: Int, side: DealSide?, items: [String] = [], way: String? = nil,
    issued: Timestamp
  ) {
    self.statement = statement
    self.state = state
    self.turn = turn
    self.side = side
    self.items = items
    self.way = way
    self.issued = issued
  }
}
