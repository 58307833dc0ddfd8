public import SemperModel

/// The transfers and exchanges of primitive types, cell by cell as the paper's Figure 2 has them, and the mixed one that
/// its containers allow. The lower left half of the figure is the upper right one with the sides named the other way, so
/// who proposes is not part of a cell.
///
/// A cell fixes neither who opens first nor how fair it is: `plan` computes both, and a proposal is planned from its own
/// items again.
public enum FigureCell: String, Hashable, Sendable, CaseIterable {
  /// Money for nothing.
  case payment
  /// A credential for nothing.
  case certificateTransfer = "certificate-transfer"
  /// Information for nothing.
  case informationTransfer = "information-transfer"
  /// Money for a statement, such as a receipt, or for another credential.
  case paymentWithReceipt = "payment-with-receipt"
  /// Money for information.
  case fairPurchase = "fair-purchase"
  /// Money for money, at two ledgers or in two currencies.
  case moneyExchange = "money-exchange"
  /// A credential for information, such as a diploma for a course.
  case conditionalAccess = "conditional-access"
  /// A credential for a credential, such as two signatures under one contract.
  case contractSigning = "contract-signing"
  /// Information for information.
  case informationExchange = "information-exchange"
  /// Information for information and a bond.
  case informationExchangeWithBond = "information-exchange-with-bond"
  /// Information for information, piece for piece.
  case informationExchangeByPieces = "information-exchange-by-pieces"
  /// A message for its receipt.
  case certifiedMail = "certified-mail"
  /// Containers of several kinds of items.
  case mixed

  /// The cell of what two sides give, whoever of them proposes. Refuses (`outsideTerms`) nothing for nothing, and what
  /// nobody can lock.
  public init(_ one: [ItemDescription], for other: [ItemDescription]) throws(Refusal) {
    let hasBond = (one + other).contains(where: \.isBond)
    let kinds = try [one, other].map { side throws(Refusal) in
      try Set(side.filter { !$0.isBond }.map { item throws(Refusal) in try Kind(item) })
    }
    guard kinds.allSatisfy({ $0.count < 2 }), let cell = Self.cell(kinds[0].first, kinds[1].first, hasBond) else {
      guard !one.isEmpty || !other.isEmpty else {
        throw Refusal(.outsideTerms, blame: .us, "nothing for nothing is no exchange: name an item")
      }
      self = .mixed
      return
    }
    self = cell
    if cell == .informationExchange, Self.isByPieces(one, other) { self = .informationExchangeByPieces }
  }

  /// Whether data for data can only be given piece for piece: as many pieces on both sides, and on both some that the arbiter
  /// cannot check at once.
  private static func isByPieces(_ one: [ItemDescription], _ other: [ItemDescription]) -> Bool {
    let sides = [one, other].map { $0.map(\.itemClass) }
    return PieceRules.match(sides[0], sides[1]) && sides.allSatisfy { $0.contains(where: \.needsWindow) }
  }

  /// What an item is in the words of the figure.
  private enum Kind: Hashable {
    case money, credential, statement, information, mail

    init(_ item: ItemDescription) throws(Refusal) {
      switch item {
      case .lock, .bond, .reversibleLock: self = .money
      case .certificate, .credential: self = .credential
      case .statement: self = .statement
      case .checkedData, .data: self = .information
      case .mail: self = .mail
      case .unsecured:
        throw Refusal(
          .outsideTerms, blame: .us, "what nobody can lock is in no cell: send it, and exchange a statement about it")
      }
    }

    var isInformation: Bool { self == .information || self == .mail }
    var isCredential: Bool { self == .credential || self == .statement }
  }

  private static func cell(_ one: Kind?, _ other: Kind?, _ hasBond: Bool) -> FigureCell? {
    switch (one, other) {
    case (nil, nil): nil
    case (nil, let kind?), (let kind?, nil):
      kind == .money ? .payment : kind.isInformation ? .informationTransfer : .certificateTransfer
    case (.money, .money): .moneyExchange
    case (.mail, .statement), (.statement, .mail): .certifiedMail
    case (.money, let kind?), (let kind?, .money): kind.isInformation ? .fairPurchase : .paymentWithReceipt
    case (let one?, let other?):
      switch (one.isInformation, other.isInformation) {
      case (true, true): hasBond ? .informationExchangeWithBond : .informationExchange
      case (false, false): .contractSigning
      case (true, false), (false, true): .conditionalAccess
      }
    }
  }
}
