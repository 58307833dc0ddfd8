import CardTrials
import SemperBank
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

@testable import SemperChipper

/// A bank that keeps its merchants' modules, and the ways to it.
struct ModuleBank {
  static let address: Address = {
    do {
      return try Address("http://127.0.0.1:1")
    } catch {
      preconditionFailure("that is an address")
    }
  }()

  let world: PurseWorld
  let host: ModuleHost
  let transport: InProcessTransport

  init(_ world: PurseWorld, desks: ModuleDesks = ModuleDesks()) {
    self.world = world
    host = ModuleHost(world.provider, desks: desks, now: { PurseWorld.now })
    transport = InProcessTransport([Self.address: Self.routes(world, host)])
  }

  private static func routes(_ world: PurseWorld, _ host: ModuleHost) -> [Route] {
    world.provider.routes { PurseWorld.now } + host.routes
  }

  /// The same bank in another process: its routes answer at once, and nothing is left of the old ones.
  func restart() {
    let host = ModuleHost(world.provider, desks: ModuleDesks(), now: { PurseWorld.now })
    transport.serve(Self.routes(world, host), at: Self.address)
  }

  func channel(of account: SigningKey) -> HostedModuleChannel {
    HostedModuleChannel(
      transport: transport, address: Self.address, bank: world.bankKey.publicKey, account: account,
      time: VirtualTime(now: PurseWorld.now))
  }

  /// The merchant's module, as a terminal of the merchant's has it that has just begun.
  var module: ModuleTerminal { ModuleTerminal(channel(of: world.merchant)) }

  func paired(_ account: SigningKey) async throws -> ModuleLetter {
    try await BankLine(transport: transport, address: Self.address, bank: world.bankKey.publicKey)
      .letter(for: account, now: PurseWorld.now)
  }

  func send(_ method: Request.Method, _ path: String, _ body: [UInt8] = []) async throws -> ReceivedReply {
    try await transport.send(
      method == .get
        ? Request(.get, path) : Request(method, path, contentType: "application/octet-stream", body: body),
      to: Self.address, largest: 4096, within: Span(seconds: 1))
  }
}
