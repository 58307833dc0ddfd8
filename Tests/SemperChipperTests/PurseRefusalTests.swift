import SemperModel
import Testing

@testable import SemperChipper

/// Each check of the purse is needed: here is what only it refuses.
@Suite struct PurseRefusalTests {
  private func status(_ cards: BareCards, _ command: CommandAPDU) -> StatusWord {
    var cards = cards
    return cards.tell(command)
  }

  // MARK: Beginning

  @Test func aTransactionIsBegunForWhatThePurseHoldsAndMayHold() throws {
    let cards = try BareCards(balance: 10_000, maximum: 50_000)
    let cases: [(TransactionKind, UInt32, StatusWord)] = [
      (.purchase, 10_000, .done), (.purchase, 10_001, .insufficient), (.incremental, 10_001, .insufficient),
      (.unload, 10_001, .insufficient), (.load, 40_000, .done), (.load, 40_001, .aboveMaximum),
      (.purchase, 0, .wrongData), (.load, 0, .wrongData), (.load, PurseProfile.largest + 1, .wrongData),
    ]
    for (kind, amount, expected) in cases {
      #expect(status(cards, BareCards.begin(kind, amount)) == expected, "\(kind) \(amount)")
    }
    // The provider has lowered the maximum below what is there.
    var lowered = cards
    lowered.purse.state.profile.maximum = 9_000
    #expect(status(lowered, BareCards.begin(.load, 1)) == .aboveMaximum)
    var worn = cards
    worn.purse.state.number = .max
    #expect(status(worn, BareCards.begin(.purchase, 1)) == .counterExhausted)
    for (kind, expected) in [(TransactionKind.purchase, StatusWord.expired), (.load, .expired), (.unload, .done)] {
      #expect(status(cards, BareCards.begin(kind, 1, on: BareCards.tomorrow)) == expected, "\(kind)")
    }
  }

  @Test func thePINComesFirstWhereItIsNeeded() throws {
    let cards = try BareCards(mask: 1 << TransactionKind.purchase.rawValue)
    let begin = BareCards.begin(.purchase, 1)
    #expect(status(cards, begin) == .pinRequired)
    #expect(status(cards, BareCards.begin(.load, 1)) == .done)
    var (blocked, verified) = (cards, cards)
    blocked.purse.state.pinTries = 0
    #expect(status(blocked, begin) == .pinBlocked)
    #expect(try verified.tell(Self.verify("2580")) == .done)
    #expect(status(verified, begin) == .done)
  }

  @Test func onlyTheLastPurchaseIsGivenBack() throws {
    var bought = try BareCards()
    try bought.carryOut(.purchase, 300)
    #expect(status(bought, BareCards.begin(.cancellation, 300)) == .done)
    #expect(status(bought, BareCards.begin(.cancellation, 299)) == .outOfOrder)
    #expect(status(bought, BareCards.begin(.cancellation, 300, for: BareCards.other)) == .outOfOrder)
    #expect(status(bought, BareCards.begin(.cancellation, 300, at: CardNumber(0x23))) == .outOfOrder)
    for kind in [TransactionKind.load, .unload, .cancellation] {
      var later = bought
      try later.carryOut(kind, 300)
      #expect(status(later, BareCards.begin(.cancellation, 300)) == .outOfOrder, "\(kind)")
    }
  }

  // MARK: Carrying out

  /// Whoever has the “go” for a purchase would otherwise have it put on the purse in place of taken off.
  @Test func valueGoesTheWayThatWasBegun() throws {
    let right: [(TransactionKind, UInt8, UInt8)] = [
      (.purchase, Instruction.credit, Instruction.debit), (.unload, Instruction.credit, Instruction.debit),
      (.load, Instruction.debit, Instruction.credit),
    ]
    for (kind, wrong, instruction) in right {
      var cards = try BareCards()
      #expect(cards.tell(BareCards.begin(kind, 300)) == .done)
      let seal = try cards.order().bytes
      #expect(cards.tell(CommandAPDU(wrong, data: seal)) == .outOfOrder, "\(kind)")
      #expect(cards.purse.state.balance == 10_000)
      #expect(cards.tell(CommandAPDU(instruction, data: seal)) == .done)
      #expect(cards.tell(CommandAPDU(instruction, data: seal)) == .outOfOrder, "\(kind): once")
    }
  }

  @Test func aWrongSealMovesNothing() throws {
    for (kind, instruction) in [
      (TransactionKind.load, Instruction.credit), (.purchase, Instruction.debit), (.unload, Instruction.debit),
    ] {
      var cards = try BareCards()
      #expect(cards.tell(BareCards.begin(kind, 300)) == .done)
      let seal = try cards.order(301)
      #expect(cards.tell(CommandAPDU(instruction, data: seal.bytes)) == .wrongSeal, "\(kind)")
      #expect(cards.purse.state.balance == 10_000)
    }
  }

  @Test func anIncrementalPurchaseOnlyGrowsAndNotBeyondItsMaximum() throws {
    var cards = try BareCards()
    #expect(cards.tell(BareCards.begin(.incremental, 300)) == .done)
    func pay(_ total: UInt32) throws -> StatusWord {
      cards.tell(CommandAPDU(Instruction.debit, data: total.field + (try cards.order(total)).bytes))
    }
    #expect(try pay(0) == .wrongData)
    #expect(try pay(200) == .done)
    for total in [199, 200, 301] as [UInt32] { #expect(try pay(total) == .wrongData, "\(total)") }
    #expect(try pay(300) == .done)
    #expect(cards.purse.state.balance == 9_700)
  }

  // MARK: What is over

  @Test func aPurseAnswersForNumbersThatItHasUsed() throws {
    var cards = try BareCards()
    try cards.carryOut(.purchase, 300)
    func ask(_ number: UInt16) -> StatusWord {
      status(cards, CommandAPDU(Instruction.history, p1: 1, p2: 1, data: number.field))
    }
    #expect(ask(1) == .done)
    // “Nothing was done” about a number that is still to come would be a lie.
    #expect(ask(2) == .wrongData)
    #expect(ask(0) == .wrongData)
    cards.purse.state.number = 9
    cards.purse.state.forgotten = 4
    #expect(ask(4) == .recordNotFound && ask(5) == .done)
    func entry(_ place: UInt8) -> StatusWord {
      status(cards, CommandAPDU(Instruction.history, p1: 2, p2: place))
    }
    #expect(entry(0x80) == .done && entry(0x81) == .recordNotFound && entry(0) == .recordNotFound)
  }

  // MARK: The owner and the provider

  private static func verify(_ digits: String) throws -> CommandAPDU {
    CommandAPDU(
      classByte: Instruction.isoClass, Instruction.verify, p2: 1, data: try BareCards.pin(digits).block)
  }

  private static func change(_ old: String, _ new: [UInt8]) throws -> CommandAPDU {
    CommandAPDU(
      classByte: Instruction.isoClass, Instruction.changePIN, p2: 1, data: try BareCards.pin(old).block + new)
  }

  @Test func aWrongPINCountsAndOpensNothing() throws {
    var cards = try BareCards()
    let ask = CommandAPDU(classByte: Instruction.isoClass, Instruction.verify, p2: 1)
    #expect(cards.tell(ask) == .wrongPIN(left: 3))
    #expect(try cards.tell(Self.verify("0000")) == .wrongPIN(left: 2))
    #expect(!cards.purse.session.pinVerified)
    let new = try BareCards.pin("1111").block
    #expect(try cards.tell(Self.change("0000", new)) == .wrongPIN(left: 1))
    #expect(cards.purse.state.pin.block == (try BareCards.pin("2580").block))
    #expect(cards.tell(ask) == .wrongPIN(left: 1))
    #expect(try cards.tell(Self.verify("0000")) == .pinBlocked)
    #expect(cards.tell(ask) == .pinBlocked)
    #expect(try cards.tell(Self.verify("2580")) == .pinBlocked)
  }

  @Test func aPINIsABlockWithFourToTwelveDigits() throws {
    #expect(PIN("123") == nil && PIN("1234567890123") == nil && PIN("1234a") == nil && PIN("123456789012") != nil)
    let block = try BareCards.pin("2580").block
    #expect(PIN(block: block) != nil)
    let wrong: [(String, [UInt8])] = [
      ("too short", Array(block.dropLast())), ("too long", block + [0xFF]),
      ("another format", [0x14] + block.dropFirst()),
      ("three digits", [0x23, 0x25, 0x8F] + block.dropFirst(3)),
      ("thirteen digits", [0x2D, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x3F]),
      ("no digit", [0x24, 0xA5] + block.dropFirst(2)), ("no filling", block.dropLast() + [0xF0]),
    ]
    for (name, block) in wrong { #expect(PIN(block: block) == nil, "\(name)") }
  }

  @Test func aProviderChangesOnlyWhatItMayAndHasSealed() throws {
    var cards = try BareCards()
    func update(_ field: PurseUpdate.Field, _ data: [UInt8], wrong: Bool = false) -> StatusWord {
      cards.purse.session.challenge = BareCards.random
      let message = [Instruction.update, field.rawValue] + BareCards.number.bytes + BareCards.random + data
      var seal = cards.purse.state.updateKey.seal(message).bytes
      if wrong { seal[0] ^= 1 }
      return cards.tell(CommandAPDU(Instruction.update, p1: field.rawValue, data: data + seal))
    }
    let most = (UInt32(20_000).field, UInt32(0).field, (PurseProfile.largest + 1).field)
    #expect(update(.maximum, most.0, wrong: true) == .wrongSeal)
    #expect(update(.maximum, most.1) == .wrongData)
    #expect(update(.maximum, most.2) == .wrongData)
    #expect(cards.purse.state.profile.maximum == 50_000)
    #expect(update(.maximum, most.0) == .done)
    #expect(update(.pin, [UInt8](repeating: 0, count: PIN.size)) == .wrongData)
  }

  // MARK: Stored bytes

  @Test func onlyWhatAPurseHasWrittenIsReadAsOne() throws {
    var cards = try BareCards()
    try cards.carryOut(.purchase, 300)
    let state = cards.purse.state
    #expect(try PurseState(bytes: state.bytes).bytes == state.bytes)
    func refuses(_ change: (inout PurseState) -> Void, _ bytes: ([UInt8]) -> [UInt8] = { $0 }) -> Bool {
      var state = state
      change(&state)
      return (try? PurseState(bytes: bytes(state.bytes))) == nil
    }
    let entry = try #require(state.purchases.first)
    let many = [PurseEntry](repeating: entry, count: PurseState.logSize + 1)
    #expect(refuses({ _ in }, { [2] + $0.dropFirst() }), "another version")
    #expect(refuses({ $0.loads = many }), "more loads than are kept")
    #expect(refuses({ $0.purchases = many }), "more purchases than are kept")
    #expect(refuses({ _ in }, { $0 + [0] }), "longer than it says")
    #expect(refuses({ $0.profile.maximum = 0 }), "no maximum")
    #expect(refuses({ _ in }, { Array($0.prefix(20)) }), "cut")
  }
}
