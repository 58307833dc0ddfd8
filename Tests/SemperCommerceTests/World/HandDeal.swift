import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms
import SemperTesting

/// Both sides of a deal, moved by hand to where a test wants them. Nobody performs anything but decisions and signatures.
struct HandDeal {
  let fair: Fair
  private(set) var machines: [DealSide: DealMachine] = [:]

  /// A deal that neither side has opened.
  init(unopened fair: Fair) {
    self.fair = fair
    for side in DealSide.allCases { machines[side] = DealMachine() }
  }

  /// The buyer has signed its order; the seller awaits it.
  init(_ fair: Fair) throws {
    self.init(unopened: fair)
    for side in DealSide.allCases { try hand(.opened(fair.opening(side)), to: side) }
  }

  func machine(_ side: DealSide) throws -> DealMachine {
    guard let machine = machines[side] else { throw DealWorld.Unreachable() }
    return machine
  }

  func record(_ side: DealSide) throws -> DealRecord {
    guard let record = try machine(side).record else { throw DealWorld.Unreachable() }
    return record
  }

  func key(_ side: DealSide) -> SigningKey { side == .buyer ? fair.buyerKey : fair.sellerKey }

  /// Hands over an event, then decides and signs whatever the side wants decided and signed.
  mutating func hand(_ event: DealEvent, to side: DealSide, at now: Timestamp = Fair.start) throws {
    var machine = try machine(side)
    var next: DealEvent? = event
    while let event = next {
      _ = machine.handle(event, at: now)
      next = try machine.outstandingActions.lazy.compactMap { try answer($0, side) }.first
    }
    machines[side] = machine
  }

  private func answer(_ action: DealAction, _ side: DealSide) throws -> DealEvent? {
    switch action {
    case .decide(let phase, _, _): .decided(phase, .satisfied)
    case .sign(.order(let order)): .signed(try SignedStatement(order, signedBy: [key(side)]))
    case .sign(.contract(let contract)): .signed(try SignedStatement(contract, signedBy: [key(side)]))
    case .sign(.countersignature(let draft)): .signed(try draft.countersigned(by: key(side)))
    case .sign(.choice(let choice)): .signed(try SignedStatement(choice, signedBy: [key(side)]))
    case .sign(.deed(let deed)): .signed(try SignedStatement(deed, signedBy: [key(side)]))
    case .choose, .fill, .hand, .take, .hear, .send, .listen, .wait, .exchange, .close: nil
    }
  }

  /// What a side says to a statement of the other's.
  func judge(_ statement: SignedStatement, by side: DealSide, at now: Timestamp = Fair.start) throws -> DealEvent? {
    try DealVerifier(machine(side)).judge(statement, at: now)
  }

  /// The seller has the order and has signed its contract.
  static func contracted(_ fair: Fair) throws -> HandDeal {
    var deal = try HandDeal(fair)
    guard let order = try deal.record(.buyer).order else { throw DealWorld.Unreachable() }
    try deal.hand(.received(order), to: .seller)
    return deal
  }

  /// Both have signed the contract, and the exchange has begun.
  static func concluded(_ fair: Fair) throws -> HandDeal {
    var deal = try contracted(fair)
    guard let draft = try deal.record(.seller).outbox.last else { throw DealWorld.Unreachable() }
    try deal.hand(.received(draft), to: .buyer)
    guard let contract = try deal.record(.buyer).contract else { throw DealWorld.Unreachable() }
    try deal.hand(.received(contract), to: .seller)
    return deal
  }

  /// The seller has committed itself in the exchange and awaits the buyer's commitment.
  static func committed(_ fair: Fair) throws -> HandDeal {
    var deal = try concluded(fair)
    let (exchange, _) = try deal.sellersExchange()
    let first = try SignedStatement(
      CommitOriginator(exchange: exchange, party: fair.sellerKey.thumbprint, commitment: data()),
      signedBy: [fair.sellerKey])
    try deal.hand(.exchange(.locked(data())), to: .seller)
    try deal.hand(.exchange(.signed(first)), to: .seller)
    return deal
  }

  /// The buyer's commitment in answer to the seller's; another escrow makes it another one.
  func second(escrow: UInt8 = 1, paid: Money? = nil) throws -> SignedStatement {
    let (exchange, _) = try sellersExchange()
    guard let first = try record(.seller).outbox.first(where: { $0.kind == .commitOriginator }) else {
      throw DealWorld.Unreachable()
    }
    return try SignedStatement(
      CommitResponder(
        exchange: exchange, party: fair.buyerKey.thumbprint, answers: first.digest,
        commitment: money(exchange, escrow: escrow, amount: paid ?? fair.price)), signedBy: [fair.buyerKey])
  }

  /// Both have committed themselves, the seller has opened and awaits the buyer's opening.
  static func opened(_ fair: Fair, paid: Money? = nil) throws -> HandDeal {
    var deal = try committed(fair)
    let (exchange, secret) = try deal.sellersExchange()
    try deal.hand(.received(deal.second(paid: paid)), to: .seller)
    guard let commits = try deal.machine(.seller).exchange?.commits else { throw DealWorld.Unreachable() }
    let third = try SignedStatement(
      OpenOriginator(exchange: exchange, party: fair.sellerKey.thumbprint, commits: commits, secret: secret),
      signedBy: [fair.sellerKey])
    try deal.hand(.exchange(.signed(third)), to: .seller)
    return deal
  }

  /// The seller has been through the exchange and awaits the buyer's choice.
  ///
  /// - Parameter paid: what the buyer's lock really holds, where that is not the price; a machine takes what its verifier has
  ///   let through.
  static func delivered(_ fair: Fair, paid: Money? = nil) throws -> HandDeal {
    var deal = try opened(fair, paid: paid)
    let (exchange, secret) = try deal.sellersExchange()
    guard let commits = try deal.machine(.seller).exchange?.commits else { throw DealWorld.Unreachable() }
    let fourth = try SignedStatement(
      OpenResponder(exchange: exchange, party: fair.buyerKey.thumbprint, commits: commits, secret: secret),
      signedBy: [fair.buyerKey])
    try deal.hand(.received(fourth), to: .seller)
    try deal.hand(.exchange(.secured([])), to: .seller)
    return deal
  }

  private func sellersExchange() throws -> (SemperModel.Digest, OpeningSecret) {
    guard let side = try machine(.seller).exchange?.side else { throw DealWorld.Unreachable() }
    return (side.terms.id, side.secret)
  }

  /// The seller's data, locked; a machine takes what its verifier has let through.
  private static func data() throws -> Commitment {
    let data = try LockedData(
      json: .fields(["chunks": 1.json, "length": 1.json, "root": "sealed".documentDigest.json]))
    return Commitment(escrow: ByteString([1]), locked: [LockedItem(path: "seller/course", form: .data(data))])
  }

  /// The buyer's money, locked at the bank.
  private func money(_ exchange: SemperModel.Digest, escrow: UInt8, amount: Money) throws -> Commitment {
    let terms = LockTerms(
      exchange: exchange, path: "buyer/price", opening: "opening".documentDigest, amount: amount,
      payee: fair.sellerKey.thumbprint, refund: fair.buyerKey.thumbprint, arbiter: fair.arbiterKey.thumbprint)
    var numbers = SeededNumbers(9)
    let receipt = LockReceipt(
      terms: terms, ledger: fair.bankKey.thumbprint, operation: ID(using: &numbers), issued: Fair.start)
    let signed = try SignedStatement(receipt, signedBy: [fair.bankKey])
    return Commitment(escrow: ByteString([escrow]), locked: [LockedItem(path: terms.path, form: .lock(signed))])
  }
}
