import SemperBank
public import SemperCommunication
import SemperCryptography
public import SemperModel

/// A bank that keeps the modules of its merchants: it gives each account one, answers the merchants' terminals, and collects by itself,
/// so that what a merchant has taken is on its account. Play money only.
///
/// A terminal is answered that knows the module's pairing, and nobody else.
public struct ModuleHost: Sendable {
  private let provider: PurseProvider
  private let now: @Sendable () async -> Timestamp
  private let report: @Sendable (CardNumber, any Error) -> Void
  private let desks: ModuleDesks

  /// - Parameter report: hears why a module could not be collected from; nothing is lost by that.
  public init(
    _ provider: PurseProvider, now: @escaping @Sendable () async -> Timestamp,
    report: @escaping @Sendable (CardNumber, any Error) -> Void = { _, _ in }
  ) {
    self.init(provider, desks: ModuleDesks(), now: now, report: report)
  }

  init(
    _ provider: PurseProvider, desks: ModuleDesks, now: @escaping @Sendable () async -> Timestamp,
    report: @escaping @Sendable (CardNumber, any Error) -> Void = { _, _ in }
  ) {
    self.provider = provider
    self.desks = desks
    self.now = now
    self.report = report
  }

  /// Where a module's terminal is answered.
  static func path(of module: CardNumber) -> String { ModuleLetter.path + "/\(module)/card" }

  /// Collects what an earlier process did not come to, from all modules. To be called before any terminal is answered.
  public func collect() async throws {
    var last: [UInt8]?
    repeat {
      let batch = try await provider.hosted(after: last)
      for (number, account) in batch.modules {
        do {
          try await HostedCard(number, account, at: provider, report: report).collect(now())
        } catch {
          report(number, error)
        }
      }
      last = batch.last
    } while last != nil
  }

  public var routes: [Route] {
    [
      Route.orders(of: ModuleLetter.self, summary: "A merchant's module for the holder of an account (module-order).") {
        try await provider.hostModule($0, now: now())
      }
    ] + CardDesk.routes(at: ModuleLetter.path + "/{module}/card") { try await desk($0) }
  }

  private func desk(_ parameters: Parameters) async throws -> CardDesk {
    guard let number = try? CardNumber(text: try parameters.value("module")) else {
      throw Refusal(.malformed, blame: .peer, "a module has a number of 16 hexadecimal digits")
    }
    return try await desks.desk(number) {
      guard let account = try await provider.hosted(number) else {
        throw Refusal(.notFound, blame: .peer, "no module \(number) is kept here")
      }
      let card = try await HostedCard(number, account, at: provider, report: report)
      let secret = try provider.pairingSecret(of: number, version: account.keyVersion)
      return CardDesk(try CardPairing(secret: secret)) { [desks, now] command in
        desks.answers(number)
        return try await card.process(command, now: now())
      }
    }
  }
}
