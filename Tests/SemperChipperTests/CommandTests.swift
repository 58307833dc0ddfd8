import CardTrials
import SemperChipper
import SemperCoding
import Testing

/// Commands and answers are taken to the byte.
@Suite struct CommandTests {
  static let commands: [CommandAPDU] = [
    CommandAPDU(0x5C), CommandAPDU(0x5C, expected: 4), CommandAPDU(0x5C, expected: 256),
    CommandAPDU(0x54, data: [1, 2, 3]), CommandAPDU(0x54, p1: 1, p2: 2, data: [1, 2, 3], expected: 12),
    CommandAPDU(classByte: 0, 0xA4, p1: 4, data: [UInt8](repeating: 7, count: 255), expected: 256),
  ]

  @Test(arguments: commands) func aCommandIsReadAsItWasWritten(_ command: CommandAPDU) throws {
    #expect(try CommandAPDU(bytes: command.bytes) == command)
    #expect(command.bytes.count <= CommandAPDU.largest)
  }

  @Test func theCasesOfTheStandard() throws {
    #expect(CommandAPDU(0x5C).bytes == [0x90, 0x5C, 0, 0])
    #expect(CommandAPDU(0x5C, expected: 256).bytes == [0x90, 0x5C, 0, 0, 0])
    #expect(CommandAPDU(0x54, data: [9]).bytes == [0x90, 0x54, 0, 0, 1, 9])
    #expect(CommandAPDU(0x54, data: [9], expected: 12).bytes == [0x90, 0x54, 0, 0, 1, 9, 12])
  }

  @Test(
    arguments: [
      [], [0x90], [0x90, 0x5C, 0], [0x90, 0x54, 0, 0, 2, 1], [0x90, 0x54, 0, 0, 1, 1, 1, 1],
      // An extended length, and a length of no data.
      [0x90, 0x54, 0, 0, 0, 0, 1, 9], [0x90, 0x54, 0, 0, 0, 4], [UInt8](repeating: 0x90, count: 300),
    ] as [[UInt8]]) func whatIsNoShortCommandIsRefused(_ bytes: [UInt8])
  {
    #expect(throws: CodingError.self) { try CommandAPDU(bytes: bytes) }
  }

  @Test func answersHaveAStatus() throws {
    let answer = ResponseAPDU([1, 2], .outOfOrder)
    #expect(answer.bytes == [1, 2, 0x69, 0x85])
    #expect(try ResponseAPDU(bytes: answer.bytes) == answer)
    #expect(throws: CodingError.self) { try ResponseAPDU(bytes: [0x90]) }
    #expect(throws: CodingError.self) { try ResponseAPDU(bytes: [UInt8](repeating: 0, count: 259)) }
    #expect(StatusWord.wrongPIN(left: 2).triesLeft == 2 && StatusWord.outOfOrder.triesLeft == nil)
  }

  /// Every instruction of both cards, cut short, too long and with odd parameters: an error status, and nothing changes.
  @Test func badLengthsChangeNothing() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    try await PurseFlow(world).load(1000, purse.terminal)
    let before = (try await purse.state(), try await module.state())
    for instruction in UInt8.min ... .max {
      for length in [0, 1, 2, 7, 9, 33, 100, 255] {
        let data = [UInt8](repeating: 0xEE, count: length)
        for (classByte, p1) in [(UInt8(0x90), UInt8(0x77)), (0x80, 0), (0x00, 0x77)] {
          let command = CommandAPDU(classByte: classByte, instruction, p1: p1, p2: 9, data: data)
          #expect(try await purse.channel.transmit(command).status != .done)
          #expect(try await module.channel.transmit(command).status != .done)
        }
      }
    }
    #expect(try await purse.state() == before.0)
    #expect(try await module.state() == before.1)
  }

  /// A command that says how long its answer may be is not carried out when the answer is longer.
  @Test func anAnswerThatDoesNotFitIsNotGiven() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    let answer = try await purse.channel.transmit(CommandAPDU(0x5C, expected: 3))
    #expect(answer.status == .answerHas(4) && answer.data.isEmpty)
  }

  @Test func thePINIsABlockOfISO9564() {
    #expect(PIN("123") == nil && PIN("12a4") == nil && PIN("1234567890123") == nil)
    #expect("\(PIN("1234")!)" == "PIN")
  }
}
