import CardTrials
import SemperArchive
import SemperChipper
import SemperModel
import Testing

@testable import SemperServers

/// What a shop finds in the reader in which its module is to be.
@Suite struct ShopModuleTests {
  private let log = CapturedLog()

  @Test func takesAModuleOfItsBankAndOfNoOther() async throws {
    let world = try await PurseWorld.make()
    let module = try await world.module().terminal.channel
    try await ShopModule.check(module, at: world.provider.number, logger: log.logger)
    let refusal = await #expect(throws: ServerError.self) {
      try await ShopModule.check(module, at: CardNumber(7), logger: log.logger)
    }
    #expect(refusal?.message.contains("another bank") == true, "\(String(describing: refusal))")
    #expect(log.text.isEmpty)
  }

  @Test func refusesACardThatIsNoModule() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse().terminal.channel
    let refusal = await #expect(throws: ServerError.self) {
      try await ShopModule.check(purse, at: world.provider.number, logger: log.logger)
    }
    #expect(refusal?.message.contains("no module") == true, "\(String(describing: refusal))")
  }

  /// A reader may be filled later, and the shop sells meanwhile.
  @Test func waitsForOneThatIsNotThereYet() async throws {
    let none = Card<Module>(in: InMemoryArchive().records, named: "none") { bytes in
      try Module(stateBytes: bytes, purchaseKeys: [:])
    }
    try await ShopModule.check(InProcessChannel(none), at: CardNumber(7), logger: log.logger)
    #expect(log.text.contains("no chip cards are taken"), "\(log.text)")
  }
}
