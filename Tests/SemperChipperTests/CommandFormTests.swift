import SemperModel
import Testing

@testable import SemperChipper

/// Every command is carried out with its own parameters and with room for its answer, and otherwise nothing happens.
@Suite struct CommandFormTests {
  /// A command that is right, and how long its answer is; `nil` where there is none.
  private struct Form {
    let name: String
    let command: CommandAPDU
    var answer: Int?
    /// Parameters that make it another command, which may be right too.
    var freeP1 = false
    var freeP2 = false
    /// What is said of data with one byte more.
    var longer = StatusWord.wrongLength
  }

  private struct Seen: Equatable {
    let status: StatusWord
    let bytes: Int
    let isUnchanged: Bool
  }

  private func check(_ card: some CardApplication, _ form: Form, _ location: SourceLocation = #_sourceLocation) {
    func status(p1: UInt8 = 0, p2: UInt8 = 0, more: [UInt8] = [], expected: Int? = nil) -> Seen {
      var card = card
      let before = card.stateBytes
      let command = CommandAPDU(
        classByte: form.command.classByte, form.command.instruction, p1: form.command.p1 ^ p1,
        p2: form.command.p2 ^ p2, data: form.command.data + more, expected: expected)
      let answer = card.respond(to: command, random: BareCards.random)
      return Seen(status: answer.status, bytes: answer.data.count, isUnchanged: card.stateBytes == before)
    }
    let right = status(expected: form.answer)
    #expect(right.status == .done && right.bytes == form.answer ?? 0, "\(form.name)", sourceLocation: location)
    let odd = Seen(status: .wrongParameters, bytes: 0, isUnchanged: true)
    // Bit 4 of a parameter has no meaning anywhere.
    if !form.freeP1 {
      #expect(status(p1: 16) == odd, "\(form.name): P1", sourceLocation: location)
    }
    if !form.freeP2 {
      #expect(status(p2: 16) == odd, "\(form.name): P2", sourceLocation: location)
    }
    let long = Seen(status: form.longer, bytes: 0, isUnchanged: true)
    #expect(status(more: [0]) == long, "\(form.name): length", sourceLocation: location)
    if let answer = form.answer {
      let short = Seen(status: .answerHas(answer), bytes: 0, isUnchanged: true)
      #expect(status(expected: answer - 1) == short, "\(form.name): room", sourceLocation: location)
    }
  }

  private func iso(_ instruction: UInt8, p1: UInt8 = 0, p2: UInt8 = 0, _ data: [UInt8] = []) -> CommandAPDU {
    CommandAPDU(classByte: Instruction.isoClass, instruction, p1: p1, p2: p2, data: data)
  }

  @Test func aCardIsSelectedByItsOwnName() throws {
    let cards = try BareCards()
    for (card, other) in [
      (cards.purse as any CardApplication, Module.identifier), (cards.module, Purse.identifier), (cards.purse, []),
    ] {
      var card = card
      let answer = card.respond(to: iso(Instruction.select, p1: 4, other), random: BareCards.random)
      #expect(answer.status == .applicationNotFound && answer.data.isEmpty)
    }
  }

  @Test func whatAPurseIsToldByItsOwnerAndItsProvider() throws {
    var cards = try BareCards()
    let pin = try BareCards.pin("2580").block
    check(
      cards.purse,
      Form(
        name: "SELECT", command: iso(Instruction.select, p1: 4, Purse.identifier), answer: 1 + PurseProfile.size,
        longer: .applicationNotFound))
    check(cards.purse, Form(name: "VERIFY", command: iso(Instruction.verify, p2: 1, pin)))
    check(cards.purse, Form(name: "CHANGE", command: iso(Instruction.changePIN, p2: 1, pin + pin)))
    check(cards.purse, Form(name: "GET CHALLENGE", command: iso(Instruction.challenge), answer: 8))
    check(cards.purse, Form(name: "BALANCE", command: CommandAPDU(Instruction.balance), answer: 4))
    cards.purse.session.challenge = BareCards.random
    let update = PurseUpdate.pinMask(0xFF)
    let seal = update.seal(cards.purse.state.updateKey, purse: BareCards.number, challenge: BareCards.random)
    check(
      cards.purse,
      Form(
        name: "UPDATE", command: CommandAPDU(Instruction.update, p1: update.field.rawValue, data: [0xFF] + seal.bytes)))
  }

  @Test func whatAPurseIsToldByTerminals() throws {
    let cards = try BareCards()
    check(
      cards.purse,
      Form(name: "INITIALIZE", command: BareCards.begin(.purchase, 300), answer: PurseOffer.answerSize))
    for (kind, instruction) in [
      (TransactionKind.load, Instruction.credit), (.purchase, Instruction.debit), (.unload, Instruction.debit),
    ] {
      var cards = cards
      #expect(cards.tell(BareCards.begin(kind, 300)) == .done)
      let command = CommandAPDU(instruction, data: try cards.order().bytes)
      check(cards.purse, Form(name: "\(kind)", command: command, answer: 12))
    }
    var paid = cards
    try paid.carryOut(.purchase, 300)
    for p1 in UInt8(0)...2 {
      let data: [UInt8] = p1 == 1 ? [0, 1] : []
      let command = CommandAPDU(Instruction.history, p1: p1, p2: p1 == 2 ? 0x80 : 1, data: data)
      check(
        paid.purse,
        Form(name: "HISTORY \(p1)", command: command, answer: PurseEntry.size, freeP1: true, freeP2: true))
    }
  }

  @Test func whatAModuleIsToldOfPurchases() throws {
    let cards = try BareCards()
    let offer = BareCards.offer()
    check(
      cards.module,
      Form(
        name: "SELECT", command: iso(Instruction.select, p1: 4, Module.identifier), answer: 1 + ModuleProfile.size,
        longer: .applicationNotFound))
    check(cards.module, Form(name: "ORDER", command: try cards.order(offer), answer: 8))
    var ordered = cards
    #expect(ordered.ask(try cards.order(offer)) == .done)
    check(ordered.module, Form(name: "COMPLETE", command: try cards.complete(offer), answer: 12))
    let metered = BareCards.offer(.incremental)
    var open = cards
    #expect(open.ask(try cards.order(metered)) == .done)
    check(
      open.module,
      Form(name: "STEP", command: BareCards.step(metered, upTo: 200), answer: 8, freeP1: true))
    for command in [BareCards.step(metered, upTo: 200), try cards.complete(metered, 200)] {
      #expect(open.ask(command) == .done)
    }
    check(open.module, Form(name: "the end", command: BareCards.end(metered), answer: 12, freeP1: true))
    let refund = BareCards.number.bytes + UInt32(300).field + BareCards.deal.bytes
    check(cards.module, Form(name: "REFUND", command: CommandAPDU(Instruction.refund, data: refund), answer: 8))
  }

  @Test func whatAModuleIsToldAtACollection() throws {
    var cards = try BareCards()
    check(cards.module, Form(name: "STATUS", command: CommandAPDU(Instruction.status), answer: ModuleStatus.size))
    let list = BlockList(length: 1, numbers: [CardNumber(7)], module: BareCards.till, key: cards.collectionKey)
    check(cards.module, Form(name: "BLOCK", command: CommandAPDU(Instruction.block, data: list.bytes)))
    try cards.take(BareCards.offer())
    let close = CommandAPDU(Instruction.closeBatch)
    check(cards.module, Form(name: "CLOSE BATCH", command: close, answer: ModuleBatch.size))
    #expect(cards.ask(close) == .done)
    check(
      cards.module,
      Form(
        name: "READ RECORD", command: CommandAPDU(Instruction.readRecord), answer: ModuleRecord.size, freeP1: true,
        freeP2: true))
    let batch = ModuleBatch(
      cards.module.state.closed, counter: 1, module: BareCards.till, key: cards.collectionKey)
    let seal = batch.acknowledgement(to: BareCards.till, cards.collectionKey)
    check(
      cards.module,
      Form(name: "ACKNOWLEDGE", command: CommandAPDU(Instruction.acknowledge, data: UInt32(1).field + seal.bytes)))
  }
}
