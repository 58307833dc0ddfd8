import CardTrials
import SemperArchive
import SemperChipper
import SemperCryptography
import SemperModel

/// A merchant's module whose key of purchases lives in a PKCS #11 token, in a process whose environment names the token.
enum TokenTrial {
  static func run(library: String, label: String, pin: String) async throws {
    let bytes = Array("K_P of the trial".utf8)
    let inMemory = try CMACKey(bytes: bytes)
    _ = try Token(library: library, label: label, pin: pin).store(inMemory, label: "purchase")
    // Opened anew, as after a restart.
    let key = try Token(library: library, label: label, pin: pin).key("purchase")
    for length in [0, 1, 16, 40, 64] {
      let message = [UInt8](repeating: 7, count: length)
      try require(try key.tag(over: message) == inMemory.tag(over: message), "the token computes another tag")
    }
    try await pay(with: key, provider: inMemory)
    try await move(library: library, label: label, pin: pin)
    do {
      _ = try Token(library: library, label: label, pin: pin).key("no such key")
      throw TrialFailure("a key was found that there is not")
    } catch let failure as TokenFailure {
      try require(failure.code == .noKey, "a missing key was answered with: \(failure)")
    }
    do {
      _ = try Token(library: library, label: "no such token", pin: pin)
      throw TrialFailure("a token was found that there is not")
    } catch let failure as TokenFailure {
      try require(failure.code == .noToken, "a missing token was answered with: \(failure)")
    }
  }

  /// A provider's keys from before there was a token: they go on working in it, and are not in the store any more.
  private static func move(library: String, label: String, pin: String) async throws {
    let (store, number) = (InMemoryArchive().keys, CardNumber(0x1122_3344_5566_7788))
    let before = try await ProviderKeys.open(store, currency: "EUR")
    func open(_ token: Token) async throws -> ProviderKeys {
      try await ProviderKeys.open(store, currency: "EUR", in: token, of: number)
    }
    // The second time as after a restart.
    for _ in 1...2 {
      let moved = try await open(Token(library: library, label: label, pin: pin))
      for use in KeyUse.allCases {
        try require(moved.master(use) is TokenKey, "the key of \(use) is elsewhere")
        try require(try moved.master(use).tag(over: [1]) == before.master(use).tag(over: [1]), "\(use) is another key")
        let name = "chipper/EUR/\(use.rawValue.lowercased())/1"
        try require(try await store.secret(named: name) == nil, "the key of \(use) is still in the store")
      }
    }
    do {
      _ = try await ProviderKeys.open(store, currency: "EUR")
      throw TrialFailure("a provider without its token made other keys")
    } catch let error as ArchiveError {
      try require("\(error)".contains("give the token"), "\(error)")
    }
    do {
      let another = InMemoryArchive().keys
      _ = try await ProviderKeys.open(another, currency: "EUR")
      _ = try await ProviderKeys.open(
        another, currency: "EUR", in: Token(library: library, label: label, pin: pin), of: number)
      throw TrialFailure("keys were taken for others of the same name")
    } catch let failure as TokenFailure {
      try require(failure.code == .failed, "another key was answered with: \(failure)")
    }
  }

  /// Purses of a provider that has K_P in memory, at a module that has it in the token.
  private static func pay(with key: TokenKey, provider inMemory: CMACKey) async throws {
    var masters: [KeyUse: any MasterKey] = [:]
    for use in KeyUse.allCases { masters[use] = use == .purchase ? inMemory : CMACKey() }
    let world = try await PurseWorld.make(keys: ProviderKeys(version: 1, masters: masters))
    let (purse, issued) = (try await world.purse(), try await world.module())
    let state = try await issued.state()
    let module = try await CardUnderTest(
      InMemoryArchive(), Module(stateBytes: state, purchaseKeys: [1: key])
    ) { bytes in try Module(stateBytes: bytes, purchaseKeys: [1: key]) }
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    try await flow.buy(250, purse.terminal, at: module.terminal)
    let collected = try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    try require(collected == 250, "\(collected) was collected")
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  private static func require(_ condition: Bool, _ what: String) throws {
    guard condition else { throw TrialFailure(what) }
  }
}
