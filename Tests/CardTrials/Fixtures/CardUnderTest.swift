public import SemperArchive
public import SemperChipper

/// A card with its archive, which a test can let die and open again.
public struct CardUnderTest<Application: CardApplication>: Sendable {
  public let archive: InMemoryArchive
  public let card: Card<Application>
  private let resume: @Sendable ([UInt8]) throws -> Application

  public var channel: any CardChannel { InProcessChannel(card) }

  public init(
    _ archive: InMemoryArchive, _ application: Application, resume: @escaping @Sendable ([UInt8]) throws -> Application
  ) async throws {
    self.init(archive, resume)
    guard try await card.personalise(application) else { throw TrialFailure("the archive has a card already") }
  }

  private init(_ archive: InMemoryArchive, _ resume: @escaping @Sendable ([UInt8]) throws -> Application) {
    self.archive = archive
    self.resume = resume
    card = Card(in: archive.records, named: "card", resume: resume)
  }

  /// The card after a loss of power; it may lose it again at a chosen write.
  public func reopened(crash: CrashPoint? = nil) -> CardUnderTest {
    CardUnderTest(archive.reopened(crash: crash), resume)
  }

  /// A second card with the same memory: what a forger makes of a broken one.
  public func copied() async throws -> CardUnderTest {
    let state = try await state()
    return try await CardUnderTest(InMemoryArchive(), resume(state), resume: resume)
  }

  public func state() async throws -> [UInt8] {
    try await archive.records.read { try $0.value(Array("card".utf8), in: RecordTable("chipper_cards")) } ?? []
  }
}

extension CardUnderTest where Application == Purse {
  public var terminal: PurseTerminal { PurseTerminal(channel) }
}

extension CardUnderTest where Application == Module {
  public var terminal: ModuleTerminal { ModuleTerminal(channel) }
}
