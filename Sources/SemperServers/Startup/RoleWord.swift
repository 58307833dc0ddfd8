import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// A role's word on itself: signed, shown and listed at the start, whenever what it says changes, and again long before it
/// has expired, so that a role may run for as long as its certificate is good.
struct RoleWord: Sendable {
  let identity: RoleIdentity
  let address: Address
  let shown: Late<SignedStatement>
  let time: any TimeSource
  /// For an arbiter: what exchanges pin now.
  var arbiter: Arbiter?
  /// Has the authority list it.
  let list: @Sendable (SignedStatement) async throws -> Void

  func give() async throws {
    let signed = try identity.description(
      at: address, now: await time.now(), arbiter: arbiter.map { ($0.terms, $0.policy) })
    shown.set(signed)
    try await list(signed)
  }

  /// Gives it again and again until the task is cancelled.
  func keep() async throws {
    while true {
      try await time.wait(until: await time.now().advanced(by: RoleIdentity.renewal))
      try await give()
    }
  }
}
