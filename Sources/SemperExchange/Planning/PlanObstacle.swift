import SemperCryptography
public import SemperModel

/// Why two sides' items cannot be exchanged as they wish, before anybody commits.
public enum PlanObstacle: Error, Hashable, Sendable {
  /// Who of the two, before roles are known.
  public enum Side: String, Sendable, CaseIterable { case proposer, invited }

  /// Neither side gives anything.
  case nothing
  /// A side gives more items than terms name.
  case tooMany(Side)
  /// The items allow no more than this.
  case tooLow(FairnessLevel, wished: FairnessLevel)
  /// The same for one node of a container.
  case nodeDemands(Side, path: String, FairnessLevel, possible: FairnessLevel)
  /// Small data is shown to the arbiter when it must decide, and it may see none.
  case arbiterWouldSee
  /// Both give data that the arbiter cannot check at once, without bond and not in pieces.
  case dataForData
  /// Pieces must be data, and as many on both sides.
  case piecesDiffer
  /// Only the side that opens second gives a bond, and one.
  case bondMisplaced
  /// It is fair without a bond.
  case bondIdle
  /// The side that opens second can lock money once at the most, because it may not turn back halfway.
  case twoLocks(Side)
  /// Two demands of one container that exclude each other.
  case attributes(Side, AttributeConflict)
  /// An exchange proves the receipt by itself.
  case receipt(Side, path: String)
  /// What stands below a node would break what the node demands.
  case breach(Side, path: String, AttributeBreach)

  /// Its name for other tools.
  public var name: String {
    switch self {
    case .nothing: "nothing"
    case .tooMany: "too-many"
    case .tooLow: "too-low"
    case .nodeDemands: "node-demands"
    case .arbiterWouldSee: "arbiter-would-see"
    case .dataForData: "data-for-data"
    case .piecesDiffer: "pieces-differ"
    case .bondMisplaced: "bond-misplaced"
    case .bondIdle: "bond-idle"
    case .twoLocks: "two-locks"
    case .attributes(_, let conflict): "attributes-\(conflict.reason.name)"
    case .receipt: "receipt"
    case .breach(_, _, let breach): breach.rawValue
    }
  }

  public var refusal: Refusal {
    if case .breach(_, let path, let breach) = self { return breach.refusal(path, blame: .us) }
    return Refusal(.outsideTerms, blame: .us, detail)
  }

  private var detail: String {
    switch self {
    case .nothing: "nothing for nothing is no exchange: name an item"
    case .tooMany: "a side gives at most \(ExchangeBody.mostItems) items: make several exchanges"
    case .tooLow(let level, let wished):
      "these items can be exchanged at level \(level.rawValue) and not \(wished.rawValue): accept that, or let one side "
        + "give money or signed statements"
    case .nodeDemands(_, let path, let demanded, let possible):
      "“\(path)” demands fairness \(demanded.rawValue) and these items allow only \(possible.rawValue)"
    case .arbiterWouldSee:
      "the arbiter sees small data when it must decide, and it may see none: give it as data, of which one chunk is shown at "
        + "the most"
    case .dataForData:
      "both sides give data that nobody can check before it is out: let one side give money or signed statements, let the "
        + "arbiter check small data, let the second side lock a bond, or give data in as many pieces as the other side does"
    case .piecesDiffer:
      "piece for piece both sides give data, and as many pieces: at least \(PieceRules.fewest) and the same number"
    case .bondMisplaced: "only the side that opens second gives a bond, and one: let the side that is invited give it"
    case .bondIdle: "these items are exchanged fairly without a bond: leave it out"
    case .twoLocks:
      "the side that opens second locks money once at the most: pay in one sum, or in two exchanges"
    case .attributes(_, let conflict): "\(conflict)"
    case .receipt(_, let path):
      "“\(path)” asks for a receipt, which an exchange gives by itself: leave non-repudiation of receipt out"
    case .breach(_, let path, let breach): breach.refusal(path, blame: .us).detail
    }
  }
}

extension AttributeConflict.Reason {
  fileprivate var name: String {
    switch self {
    case .weakerThanAbove: "weaker-than-above"
    case .senderIsCertified: "sender-is-certified"
    case .itemNamesSender: "item-names-sender"
    }
  }
}
