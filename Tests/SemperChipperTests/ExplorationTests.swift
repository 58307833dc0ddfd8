import CardTrials
import SemperCryptography
import SemperModel
import Testing

@testable import SemperChipper

/// Every sequence of commands up to a length, with every message that was ever said at hand: no sequence makes money, and the
/// balance moves only with a seal made for exactly that.
@Suite struct ExplorationTests {
  @Test func noSequenceOfCommandsMakesMoney() throws {
    let longest = 6
    var seen: Set<CardTable.Key> = []
    var frontier = [try CardTable()]
    var steps = 0
    for _ in 0..<longest {
      var next: [CardTable] = []
      for table in frontier {
        for move in CardTable.Move.allCases {
          var after = table
          after.perform(move)
          steps += 1
          try #require(after.fault == nil, "\(after.fault ?? "") after \(after.path)")
          if seen.insert(after.key).inserted { next.append(after) }
        }
      }
      frontier = next
    }
    // Fewer would mean that the commands hardly ever did anything.
    #expect(steps > 20_000)
    #expect(seen.contains { $0.collected > 0 } && seen.contains { $0.unloaded > 0 } && seen.contains { $0.loaded > 10 })
  }
}

/// A purse, a module and a host on a table, with somebody who plays all messages at will.
private struct CardTable {
  enum Move: CaseIterable {
    case beginLoad, beginPurchase, beginSteps, beginUnload, beginCancellation
    case hostOrders, hostCompletes, moduleOrders, moduleSteps, moduleEnds, moduleCompletes, moduleCollects
    case credit, debit, debitStep, replayCredit, replayDebit, ask, reset
  }

  struct Key: Hashable {
    let purse: [UInt8]
    let session: PurseSession
    let module: [UInt8]
    let words: [[UInt8]]
    let loaded: Int64
    let unloaded: Int64
    let collected: Int64
  }

  private static func key(_ use: KeyUse) -> [UInt8] { Array((use.rawValue + "0123456789abcdef").utf8.prefix(16)) }
  private static let host = CardNumber(9)
  private static let random: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

  /// The purse's, which the host derives for it.
  private let loadKey: CardKey
  private var purse: Purse
  private var module: Module
  private var offer: PurseOffer?
  private var order: Seal?
  private var firstOrder: Seal?
  private var completion: PurseCompletion?
  /// The host's orders, and those of them about which the purse has told.
  private var orders: [UInt16: PurseOffer] = [:]
  private var told: Set<UInt16> = []
  private(set) var loaded: Int64 = 0
  private(set) var unloaded: Int64 = 0
  private(set) var collected: Int64 = 0
  private(set) var path: [Move] = []
  private(set) var fault: String?

  init() throws {
    let keys = ProviderKeys(
      version: 1,
      masters: Dictionary(uniqueKeysWithValues: try KeyUse.allCases.map { ($0, try CMACKey(bytes: Self.key($0))) }))
    let number = CardNumber(1)
    let cardKeys = try [KeyUse.load, .purchase, .update].map { try keys.cardKey($0, of: number, version: 1) }
    loadKey = cardKeys[0]
    let profile = PurseProfile(
      number: number, provider: Self.host, currency: .euro, expiry: PurseWorld.today, maximum: 20, pinMask: 0)
    var state = PurseState(
      profile: profile, pin: PurseWorld.pin, loadKey: cardKeys[0], purchaseKey: cardKeys[1], updateKey: cardKeys[2])
    state.balance = 10
    purse = Purse(state)
    let moduleKey = try keys.cardKey(.collection, of: CardNumber(2), version: 1)
    module = Module(
      ModuleState(
        profile: ModuleProfile(number: CardNumber(2), provider: Self.host, currency: .euro, capacity: 4),
        collectionKey: moduleKey), purchaseKeys: keys.purchaseKeys)
    loaded = 10
  }

  var key: Key {
    Key(
      purse: purse.stateBytes, session: purse.session, module: module.stateBytes,
      words: [offer?.orderFields ?? [], order?.bytes ?? [], completion?.bytes ?? [], firstOrder?.bytes ?? []]
        + orders.keys.sorted().map { $0.field + [told.contains($0) ? 1 : 0] },
      loaded: loaded, unloaded: unloaded, collected: collected)
  }

  mutating func perform(_ move: Move) {
    path.append(move)
    let before = purse.state.balance
    let open = purse.session.open
    let data = run(move)
    checkBalance(from: before, open, data)
    let there = Int64(purse.state.balance) + module.state.total + collected + unloaded
    if there > loaded { fault = "\(there) is there and \(loaded) was loaded" }
    if module.state.records.count + module.state.open.count + module.state.closed.count > 4 { fault = "no room" }
  }

  /// A balance that has moved was moved by the open transaction, with the seal for exactly that total.
  private mutating func checkBalance(from before: UInt32, _ open: PurseSession.Open?, _ data: [UInt8]?) {
    guard purse.state.balance != before else { return }
    guard let open, let data else {
      fault = "the balance moved by itself"
      return
    }
    let terms = open.terms
    let total = terms.kind == .incremental ? data.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } : terms.amount
    let key = purse.state.key(for: terms.kind).session(terms.number)
    let expected = terms.kind.isCredit ? open.balance + total : open.balance - total
    if key.order(terms, amount: total).bytes != Array(data.suffix(8)) { fault = "the balance moved without its seal" }
    if purse.state.balance != expected { fault = "the balance moved by another amount" }
  }

  /// Returns the data of a command that may move the balance.
  private mutating func run(_ move: Move) -> [UInt8]? {
    switch move {
    case .beginLoad: begin(.load, 5)
    case .beginPurchase: begin(.purchase, 3)
    case .beginSteps: begin(.incremental, 4)
    case .beginUnload: begin(.unload, 2)
    case .beginCancellation: begin(.cancellation, 3)
    case .hostOrders: orderAtHost()
    case .hostCompletes: completeAtHost()
    case .moduleOrders: orderAtModule()
    case .moduleSteps:
      if let seal = stepAtModule() { learn(seal) }
    case .moduleEnds: endAtModule()
    case .moduleCompletes:
      if let completion { _ = tell(&module, CommandAPDU(0x72, data: completion.bytes)) }
    case .moduleCollects: collect()
    case .credit: return moveMoney(0x52, order?.bytes)
    case .debit: return moveMoney(0x54, order?.bytes)
    case .debitStep: return moveMoney(0x54, order.map { UInt32(2).field + $0.bytes })
    case .replayCredit: return moveMoney(0x52, firstOrder?.bytes)
    case .replayDebit: return moveMoney(0x54, firstOrder?.bytes)
    case .ask: ask()
    case .reset: purse.session = PurseSession()
    }
    return nil
  }

  private func tell<Card: CardApplication>(_ card: inout Card, _ command: CommandAPDU) -> FieldReader? {
    let answer = card.respond(to: command, random: Self.random)
    return answer.status == .done ? FieldReader(answer.data) : nil
  }

  private mutating func begin(_ kind: TransactionKind, _ amount: UInt32) {
    let terminal = kind.isOnline ? Self.host : CardNumber(2)
    let data = amount.field + Digest.zero.bytes + terminal.bytes + PurseWorld.today.value.field
    guard var fields = tell(&purse, CommandAPDU(0x50, p1: kind.rawValue, data: data)) else { return }
    offer = PurseOffer(&fields, kind: kind, amount: amount, reference: .zero, terminal: terminal)
  }

  private mutating func learn(_ seal: Seal) {
    order = seal
    if firstOrder == nil { firstOrder = seal }
  }

  private func hostKey(_ offer: PurseOffer) -> SessionKey { loadKey.session(offer.terms.number) }

  private mutating func orderAtHost() {
    guard let offer, offer.terms.kind.isOnline else { return }
    if orders[offer.terms.number] == nil, orders.keys.allSatisfy({ $0 < offer.terms.number }) {
      orders[offer.terms.number] = offer
      if offer.terms.kind == .load { loaded += Int64(offer.terms.amount) }
    }
    learn(hostKey(offer).order(offer.terms, amount: offer.terms.amount))
  }

  private mutating func completeAtHost() {
    guard let completion, let offer = orders[completion.number],
      !told.contains(completion.number), completion.amount > 0
    else { return }
    let terms = offer.terms
    let seal = hostKey(offer).completion(
      terms.kind, purse: terms.purse, number: terms.number, amount: completion.amount, balance: completion.balance,
      reference: terms.reference, terminal: terms.terminal)
    guard seal == completion.seal else { return }
    told.insert(completion.number)
    if terms.kind == .unload { unloaded += Int64(terms.amount) }
  }

  private mutating func orderAtModule() {
    guard let offer, var fields = tell(&module, CommandAPDU(0x70, data: offer.orderFields)) else { return }
    if offer.terms.kind != .incremental { learn(fields.seal()) }
  }

  private mutating func stepAtModule() -> Seal? {
    guard let offer else { return nil }
    let data = offer.terms.purse.bytes + offer.terms.number.field + UInt32(2).field
    var fields = tell(&module, CommandAPDU(0x74, data: data))
    return fields?.seal()
  }

  private mutating func endAtModule() {
    guard let offer else { return }
    _ = tell(&module, CommandAPDU(0x74, p1: 1, p2: 1, data: offer.terms.purse.bytes + offer.terms.number.field))
  }

  private mutating func collect() {
    guard var fields = tell(&module, CommandAPDU(0x76)) else { return }
    let batch = fields.moduleBatch()
    let seal = batch.acknowledgement(to: CardNumber(2), module.state.collectionKey)
    guard tell(&module, CommandAPDU(0x7A, data: batch.counter.field + seal.bytes)) != nil else { return }
    collected += Int64(batch.total)
  }

  private mutating func moveMoney(_ instruction: UInt8, _ data: [UInt8]?) -> [UInt8]? {
    guard let data else { return nil }
    let open = purse.session.open
    guard var fields = tell(&purse, CommandAPDU(instruction, data: data)), let open else { return data }
    completion = PurseCompletion(
      purse: open.terms.purse, number: open.terms.number,
      amount: open.terms.kind == .incremental ? 2 : open.terms.amount, balance: fields.integer(), seal: fields.seal())
    return data
  }

  private mutating func ask() {
    guard let offer else { return }
    let command = CommandAPDU(0x5A, p1: 1, p2: offer.terms.kind.rawValue, data: offer.terms.number.field)
    guard var fields = tell(&purse, command), let entry = fields.purseEntry() else { return }
    completion = PurseCompletion(entry, of: offer.terms.purse)
  }
}
