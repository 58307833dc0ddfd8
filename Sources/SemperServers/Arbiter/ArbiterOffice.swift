import Logging
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What an arbiter does beside answering: its keeper's work, its word on itself whenever that changes or grows old, and
/// learning whom the authority lists.
struct ArbiterOffice: Sendable {
  /// Half of the time for which a description is good, and how old the list of registered parties may be.
  private static let renewal = Span(seconds: 45 * 86_400)
  private static let listing = Span(seconds: 3_600)

  let arbiter: Arbiter
  let policy: ArbiterPolicy
  let address: Address
  let identity: RoleIdentity
  let description: Late<SignedStatement>
  let runner: RoleRunner
  let transport: any Transport
  let registered: RegisteredParties
  let trust: TrustList?

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await ArbiterKeeper(arbiter, policy: policy, time: runner.time).run { _ in try await describe() }
      }
      group.addTask { try await repeatedly(Self.renewal, firstAfter: Self.renewal) { try await describe() } }
      if trust != nil, runner.options.authority != nil {
        group.addTask { try await repeatedly(Self.listing, firstAfter: Span(seconds: 0)) { await list() } }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  /// Signs what the arbiter is now, shows it and has it listed.
  func describe() async throws {
    let signed = try identity.description(
      at: address, now: await runner.time.now(), arbiter: (arbiter.terms, arbiter.policy))
    description.set(signed)
    try await runner.register(signed, transport: transport)
  }

  /// Without an answer the list stays as it was.
  private func list() async {
    guard let trust, let authority = runner.options.authority else { return }
    do {
      let now = await runner.time.now()
      let verifier = RoleVerifier(roots: trust.certificates)
      let listed = try await AuthorityClient(transport: transport, address: authority).directory()
      registered.replace(
        with: Set(listed.compactMap { try? verifier.verify($0, role: .shop, at: now).description.key.thumbprint }))
    } catch {
      runner.logger.warning("the authority's list of parties is not to be had", metadata: ["error": "\(error)"])
    }
  }

  private func repeatedly(
    _ span: Span, firstAfter first: Span, _ work: () async throws -> Void
  ) async throws {
    var next = await runner.time.now().advanced(by: first)
    while true {
      try await runner.time.wait(until: next)
      try await work()
      next = await runner.time.now().advanced(by: span)
    }
  }
}
