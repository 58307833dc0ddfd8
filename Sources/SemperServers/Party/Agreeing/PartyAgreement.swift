import Foundation
public import SemperCoding
public import SemperCommunication
public import SemperExchange
public import SemperModel

/// What a party's owner has decided before the exchange: what it gives and expects, who decides when there is trouble, and
/// how patient it is. Where only one of two gives anything it is a transfer, which needs no arbiter. Written as a file, read at every start, and never changed while the exchange is open.
public struct PartyAgreement: Hashable, Sendable, CanonicalValue {
  public var giving: PartySide<PartyWare>
  /// In the order in which the peer gives them; in a container also what its nodes must demand at least.
  public var expecting: PartySide<ExpectedWare>
  /// Needed for an exchange.
  public var arbiter: Address?
  /// The delivery agent that takes a transfer's letter when its recipient keeps silent.
  public var agent: Address?
  /// The banks at which this party pays or lets itself be paid.
  public var banks: [Address]
  /// The issuers and registries in whose credentials this party believes.
  public var issuers: [PublicKey]
  /// Whom this party invites; `nil` for the one that waits to be invited.
  public var peer: Address?
  /// Further recipients of what the peer is sent: one package, one letter to each. None in an exchange.
  public var alsoTo: [Address] = []
  public var patience: Span
  /// How long after the agreement nothing new is decided.
  public var closes: Span
  public var window: Span
  /// The least fairness that this party accepts.
  public var atLeast: FairnessLevel
  /// How it ends with its peer when the arbiter stays away; `nil` for a party that waits for the arbiter, however long.
  public var settling: PartySettling?
  /// Whether the arbiter may see data that is given here, as a whole: then small data can be exchanged more fairly.
  public var arbiterSeesData: Bool
  /// What the transfer has, where it is one.
  public var transfer = PartyTransferTerms.all
  /// The contract of several parties that this party signs, in place of giving and expecting anything.
  public var contract: ContractWish?

  public init(
    gives: PartySide<PartyWare>, expects: PartySide<ExpectedWare>, arbiter: Address?, agent: Address? = nil,
    banks: [Address] = [],
    issuers: [PublicKey] = [], peer: Address? = nil, patience: Span, closes: Span, window: Span,
    atLeast: FairnessLevel = .strongWithWindow, settling: PartySettling? = nil, arbiterSeesData: Bool = true,
    contract: ContractWish? = nil
  ) {
    self.contract = contract
    giving = gives
    expecting = expects
    self.arbiterSeesData = arbiterSeesData
    self.arbiter = arbiter
    self.agent = agent
    self.banks = banks
    self.issuers = issuers
    self.peer = peer
    self.patience = patience
    self.closes = closes
    self.window = window
    self.atLeast = atLeast
    self.settling = settling
  }

  /// With both sides as lists.
  public init(
    gives: [PartyWare], expects: [ExpectedWare], arbiter: Address?, agent: Address? = nil, banks: [Address] = [],
    issuers: [PublicKey] = [], peer: Address? = nil, patience: Span, closes: Span, window: Span,
    atLeast: FairnessLevel = .strongWithWindow, settling: PartySettling? = nil
  ) {
    self.init(
      gives: .list(gives), expects: .list(expects), arbiter: arbiter, agent: agent, banks: banks, issuers: issuers,
      peer: peer, patience: patience, closes: closes, window: window, atLeast: atLeast, settling: settling)
  }

  static func read(_ path: String) throws(ServerError) -> PartyAgreement {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ServerError(.file, "\(path) cannot be read; give the file with what this party gives and expects")
    }
    do {
      return try PartyAgreement(canonicalBytes: Array(data))
    } catch {
      throw ServerError(.file, "\(path) does not say what this party gives and expects: \(error)")
    }
  }

  public var gives: [PartyWare] { giving.items }
  public var expects: [ExpectedWare] { expecting.items }

  /// Whether one side gives and the other side only takes.
  var isTransfer: Bool { gives.isEmpty != expects.isEmpty }

  /// What goes to several goes as one package, and money cannot be in several places.
  private func checkRecipients() throws(CodingError) {
    guard !alsoTo.isEmpty else { return }
    let all = (peer.map { [$0] } ?? []) + alsoTo
    guard isTransfer, peer != nil, Set(all).count == all.count, all.count <= TransferManifest.mostRecipients else {
      throw CodingError(
        .outOfRange,
        "a transfer goes to its peer and to at most \(TransferManifest.mostRecipients - 1) others, each once"
      ).inside("alsoTo")
    }
    let paysNobody = gives.allSatisfy { ware in
      switch ware {
      case .money, .accountMoney, .bond: false
      case .statement, .certificate, .credential, .mail, .smallData, .data, .stream: true
      }
    }
    guard paysNobody else {
      throw CodingError(.outOfRange, "money goes to one recipient: pay each of them by itself").inside("alsoTo")
    }
  }

  /// What the plan may come to.
  ///
  /// - Parameter mayBeSeen: whether the peer also lets the arbiter see its data.
  func wish(peerShows mayBeSeen: Bool) -> PlanWish {
    let gives = gives.contains { if case .bond = $0 { true } else { false } }
    let expects = expects.contains { if case .bond = $0 { true } else { false } }
    // Who accepts that a piece may be lost gives what it gives piece for piece, if nothing fairer is possible.
    return PlanWish(
      atLeast: atLeast, arbiterMaySeeData: arbiterSeesData && mayBeSeen, offersBond: gives || expects,
      hasPieces: atLeast == .incremental)
  }

  public var json: JSON {
    .fields([
      "agent": agent?.json, "alsoTo": alsoTo.isEmpty ? nil : alsoTo.json, "arbiter": arbiter?.json,
      "arbiterSeesData": arbiterSeesData ? nil : false.json,
      "atLeast": atLeast.json, "banks": banks.json,
      "closes": closes.json, "contract": contract?.json,
      "expects": expecting.json, "gives": giving.json, "issuers": issuers.json, "patience": patience.json,
      "peer": peer?.json, "settling": settling?.json, "transfer": transfer == .all ? nil : transfer.json,
      "window": window.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agent = try fields.optional("agent")
    alsoTo = try fields.optional("alsoTo") ?? []
    arbiter = try fields.optional("arbiter")
    arbiterSeesData = try fields.optional("arbiterSeesData") ?? true
    atLeast = try fields.value("atLeast")
    banks = try fields.value("banks")
    closes = try fields.value("closes")
    contract = try fields.optional("contract")
    expecting = try fields.value("expects")
    giving = try fields.value("gives")
    issuers = try fields.value("issuers")
    patience = try fields.value("patience")
    peer = try fields.optional("peer")
    settling = try fields.optional("settling")
    transfer = try fields.optional("transfer") ?? .all
    window = try fields.value("window")
    try fields.close()
    guard isTransfer || arbiter != nil else {
      throw CodingError(.missing, "an exchange needs an arbiter; a transfer has one side that gives nothing")
    }
    if let conflict = giving.outline?.conflicts.first ?? expecting.outline?.conflicts.first {
      throw CodingError(.outOfRange, "two demands exclude each other: \(conflict)")
    }
    if let (path, breach) = giving.breach {
      throw CodingError(.outOfRange, breach.refusal(path, blame: .us).detail).inside("gives")
    }
    guard !isTransfer || giving.outline == nil && expecting.outline == nil else {
      throw CodingError(.outOfRange, "what is transferred is listed; a container is exchanged")
    }
    guard contract == nil || gives.isEmpty && expects.isEmpty && peer == nil else {
      throw CodingError(
        .outOfRange,
        "who signs a contract of several parties gives and expects nothing else, and names its "
          + "peers with the contract"
      ).inside("contract")
    }
    let streams = gives.contains { if case .stream = $0 { true } else { false } }
    guard isTransfer || !streams else {
      throw CodingError(.outOfRange, "a stream is transferred; exchange it as data once its length is known").inside(
        "gives")
    }
    guard !isTransfer || gives.isEmpty == (peer == nil) else {
      throw CodingError(.outOfRange, "the sender of a transfer names its peer, and the recipient waits")
    }
    guard isTransfer || transfer == .all else {
      throw CodingError(.outOfRange, "only a transfer can do without something; an exchange proves what it gives")
        .inside("transfer")
    }
    guard agent == nil || transfer.suitsAgent else {
      throw CodingError(
        .outOfRange, "a delivery agent brings letters that are signed for: leave the agent out"
      ).inside("agent")
    }
    try checkRecipients()
    try checkTimes()
  }

  /// An exchange that closes too soon is called off whatever its parties do.
  private func checkTimes() throws(CodingError) {
    guard !isTransfer else { return }
    let isGivingData = gives.contains { if case .data = $0 { true } else { false } }
    let isExpectingData = expects.contains { if case .data = $0 { true } else { false } }
    let start = Timestamp(seconds: 0)
    let sides = [isGivingData, isExpectingData].filter(\.self).count
    let end = ExchangeBody.end(ofOpeningAt: start, patience: patience, window: window, sidesWithData: sides)
    guard end < start.advanced(by: closes) else {
      throw CodingError(
        .outOfRange,
        "it could never be opened: it has to close later than after patience and each side's complaint window"
      ).inside("closes")
    }
  }
}
