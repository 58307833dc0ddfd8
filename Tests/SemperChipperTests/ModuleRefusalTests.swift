import SemperModel
import Testing

@testable import SemperChipper

/// Each check of the merchant's module is needed: here is what only it refuses.
@Suite struct ModuleRefusalTests {
  private func status(_ cards: BareCards, _ command: CommandAPDU) -> StatusWord {
    var cards = cards
    return cards.ask(command)
  }

  private func order(_ cards: BareCards, _ offer: OpenPurchase) throws -> StatusWord {
    status(cards, try cards.order(offer))
  }

  // MARK: “Go”

  @Test func anOfferIsOneThatAPurseCanMake() throws {
    let cards = try BareCards()
    let large = PurseProfile.largest + 1
    let cases: [(String, OpenPurchase, StatusWord)] = [
      ("right", BareCards.offer(), .done), ("a load", BareCards.offer(.load), .wrongData),
      ("an unload", BareCards.offer(.unload), .wrongData), ("number 0", BareCards.offer(number: 0), .wrongData),
      ("nothing", BareCards.offer(.purchase, 0), .wrongData),
      ("too large", BareCards.offer(.purchase, large), .wrongData),
      ("holds too much", BareCards.offer(balance: large), .wrongData),
      ("holds too little", BareCards.offer(balance: 299), .insufficient),
      ("gives nothing back", BareCards.offer(.cancellation), .outOfOrder),
    ]
    for (name, offer, expected) in cases { #expect(try order(cards, offer) == expected, "\(name)") }
    let seal = try cards.session(.purchase, 1).offer(BareCards.offer().terms, balance: 10_001)
    #expect(status(cards, try cards.order(BareCards.offer(), seal: seal)) == .wrongSeal)
  }

  @Test func anOfferThatWasTakenOnStaysAsItWas() throws {
    var cards = try BareCards()
    #expect(cards.ask(try cards.order(BareCards.offer())) == .done)
    #expect(try order(cards, BareCards.offer()) == .done)
    #expect(try order(cards, BareCards.offer(.purchase, 301)) == .outOfOrder)
    #expect(try order(cards, BareCards.offer(for: BareCards.other)) == .outOfOrder)
    #expect(try order(cards, BareCards.offer(balance: 9_999)) == .outOfOrder)
  }

  @Test func whomTheModuleTakesNothingFrom() throws {
    var cards = try BareCards()
    cards.module.state.blocked = [BareCards.number]
    #expect(try order(cards, BareCards.offer()) == .cardBlocked)
    cards.module.state.blocked = []
    cards.module.state.serial = .max
    #expect(try order(cards, BareCards.offer()) == .noMemory)
    cards.module.state.serial = 0
    let purses = (0..<UInt64(BareCards.capacity)).map { CardNumber(0x100 + $0) }
    for purse in purses { #expect(cards.ask(try cards.order(BareCards.offer(of: purse))) == .done) }
    #expect(try order(cards, BareCards.offer()) == .noMemory)
  }

  @Test func numbersOnlyGoUp() throws {
    var cards = try BareCards()
    let offer = BareCards.offer(number: 5)
    #expect(cards.ask(try cards.order(offer)) == .done)
    // The purse did nothing, and says so.
    #expect(cards.ask(try cards.complete(offer, 0)) == .done)
    for number in [4, 5] as [UInt16] { #expect(try order(cards, BareCards.offer(number: number)) == .outOfOrder) }
    #expect(try order(cards, BareCards.offer(number: 6)) == .done)
  }

  @Test func onlyTheLastPurchaseIsGivenBack() throws {
    var cards = try BareCards()
    try cards.take(BareCards.offer())
    let back = BareCards.offer(.cancellation, number: 2, balance: 9_700)
    #expect(try order(cards, back) == .done)
    #expect(try order(cards, BareCards.offer(.cancellation, 299, number: 2)) == .outOfOrder)
    #expect(try order(cards, BareCards.offer(.cancellation, number: 2, for: BareCards.other)) == .outOfOrder)
    var open = cards
    #expect(open.ask(try cards.order(BareCards.offer(number: 2))) == .done)
    #expect(try order(open, BareCards.offer(.cancellation, number: 3)) == .outOfOrder, "something else is open")
    try cards.take(back)
    #expect(try order(cards, BareCards.offer(.cancellation, number: 3)) == .outOfOrder, "given back already")
  }

  // MARK: Done

  @Test func aWordIsAboutWhatWasOrdered() throws {
    var cards = try BareCards()
    let offer = BareCards.offer()
    #expect(status(cards, try cards.complete(offer)) == .recordNotFound)
    #expect(cards.ask(try cards.order(offer)) == .done)
    let seal = try cards.session(.purchase, 1).offer(offer.terms, balance: 10_000)
    #expect(status(cards, try cards.complete(offer, seal: seal)) == .wrongSeal)
    #expect(status(cards, try cards.complete(offer, 299)) == .wrongData)
    #expect(status(cards, try cards.complete(offer, 301)) == .wrongData)
    #expect(status(cards, try cards.complete(offer, balance: 10_000)) == .wrongData, "paid, and holds as much")
    #expect(status(cards, try cards.complete(offer, 0)) == .done)
    #expect(cards.ask(try cards.complete(offer)) == .done)
    #expect(status(cards, try cards.complete(offer)) == .done)
    #expect(status(cards, try cards.complete(offer, 301)) == .wrongData, "once more, for more")
    #expect(cards.module.state.total == 300)
  }

  @Test func totalsOfAnIncrementalPurchaseOnlyGrow() throws {
    var cards = try BareCards()
    let offer = BareCards.offer(.incremental)
    #expect(cards.ask(try cards.order(offer)) == .done)
    #expect(status(cards, BareCards.step(offer, upTo: 301)) == .wrongData)
    for command in [BareCards.step(offer, upTo: 200), try cards.complete(offer, 200)] {
      #expect(cards.ask(command) == .done)
    }
    for total in [199, 200, 301] as [UInt32] {
      #expect(status(cards, BareCards.step(offer, upTo: total)) == .wrongData, "\(total)")
    }
    #expect(status(cards, try cards.complete(offer, 199)) == .wrongData)
    #expect(status(cards, try cards.complete(offer, 301)) == .wrongData)
    #expect(status(cards, try cards.complete(offer, 0)) == .wrongData, "it has paid and denies it")
    #expect(status(cards, try cards.complete(offer, 250, balance: 9_800)) == .wrongData)
    #expect(cards.ask(BareCards.step(offer, upTo: 250)) == .done)
    #expect(status(cards, BareCards.end(offer)) == .outOfOrder, "the purse has not told")
    #expect(status(cards, BareCards.end(offer, p2: 1)) == .done)
  }

  // MARK: The acquirer

  @Test func aBatchIsClosedAndReadAndForgottenInOrder() throws {
    var cards = try BareCards()
    let close = CommandAPDU(Instruction.closeBatch)
    #expect(status(cards, close) == .recordNotFound)
    try cards.take(BareCards.offer())
    var worn = cards
    worn.module.state.counter = .max
    #expect(status(worn, close) == .recordNotFound)
    #expect(cards.ask(close) == .done)
    #expect(status(cards, CommandAPDU(Instruction.readRecord)) == .done)
    #expect(status(cards, CommandAPDU(Instruction.readRecord, p2: 1)) == .recordNotFound)
    let batch = ModuleBatch(
      cards.module.state.closed, counter: 1, module: BareCards.till, key: cards.collectionKey)
    let seal = batch.acknowledgement(to: BareCards.till, cards.collectionKey).bytes
    func acknowledge(_ counter: UInt32, _ seal: [UInt8]) -> StatusWord {
      status(cards, CommandAPDU(Instruction.acknowledge, data: counter.field + seal))
    }
    #expect(acknowledge(0, seal) == .wrongData)
    #expect(acknowledge(2, seal) == .wrongData)
    #expect(acknowledge(1, batch.seal.bytes) == .wrongSeal)
    #expect(acknowledge(1, seal) == .done)
  }

  @Test func aBlockListIsTheAcquirersAndGrowsWithoutGaps() throws {
    var cards = try BareCards()
    let key = cards.collectionKey
    func list(_ length: UInt32, _ count: Int, _ key: CardKey) -> [UInt8] {
      let numbers = (0..<count).map { CardNumber(UInt64($0)) }.flatMap(\.bytes)
      return length.field + numbers + key.seal([0x58] + BareCards.till.bytes + length.field + numbers).bytes
    }
    func block(_ data: [UInt8]) -> StatusWord { status(cards, CommandAPDU(Instruction.block, data: data)) }
    #expect(block(list(1, 1, key)) == .done && block(list(24, 24, key)) == .done)
    #expect(block(list(0, 0, key)) == .wrongLength)
    #expect(block(list(25, 25, key)) == .wrongLength)
    #expect(block(list(1, 1, key) + [0, 0, 0, 0]) == .wrongLength)
    let stranger = try cards.keys.cardKey(.collection, of: CardNumber(0x23), version: 1)
    #expect(block(list(1, 1, stranger)) == .wrongSeal)
    #expect(block(list(2, 1, key)) == .outOfOrder)
    cards.module.state.blocked = (0..<ModuleState.largestBlockList).map { CardNumber(UInt64($0)) }
    let length = UInt32(ModuleState.largestBlockList)
    #expect(block(list(length + 1, 1, key)) == .noMemory && block(list(length, 1, key)) == .done)
  }

  @Test func aRefundIsOfAnAmount() throws {
    let cards = try BareCards()
    func refund(_ amount: UInt32) -> StatusWord {
      let data = BareCards.number.bytes + amount.field + BareCards.deal.bytes
      return status(cards, CommandAPDU(Instruction.refund, data: data))
    }
    #expect(refund(1) == .done && refund(0) == .wrongData && refund(PurseProfile.largest + 1) == .wrongData)
  }

  // MARK: Stored bytes

  @Test func onlyWhatAModuleHasWrittenIsReadAsOne() throws {
    var cards = try BareCards()
    try cards.take(BareCards.offer())
    let bytes = cards.module.stateBytes
    #expect(try ModuleState(bytes: bytes).bytes == bytes)
    func refuses(_ bytes: [UInt8]) -> Bool { (try? ModuleState(bytes: bytes)) == nil }
    #expect(refuses([2] + bytes.dropFirst()), "another version")
    #expect(refuses(bytes + [0]), "longer than it says")
    #expect(refuses(Array(bytes.prefix(20))), "cut")
    let room = 1 + ModuleProfile.size - 2
    #expect(refuses(bytes.prefix(room) + [0, 0] + bytes.dropFirst(room + 2)), "no room for anything")
    let record = bytes.count - ModuleRecord.size - CardNumber.size - 2
    #expect(bytes[record] == TransactionKind.purchase.rawValue)
    #expect(
      refuses(bytes.prefix(record) + [TransactionKind.load.rawValue] + bytes.dropFirst(record + 1)),
      "a record of a load")
  }
}
