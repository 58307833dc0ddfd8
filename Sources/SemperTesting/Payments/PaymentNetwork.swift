import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization

/// The lines between payer and payee of a scenario, and what a hostile network does to the tokens on them.
final class PaymentNetwork: PaymentCarrier {
  /// What happens to each token on its way.
  enum Weather: Sendable {
    case fair
    /// Every token is lost once before it arrives.
    case losing
    /// Every token arrives, and the sender does not hear of it the first time.
    case deaf
    /// Every token arrives twice, and all earlier ones with it.
    case repeating
    /// Every other token is late, and what left after it arrives before it.
    case reordering(VirtualTime)
  }

  typealias Interference = @Sendable (PaymentNetwork, SignedStatement, PaymentManager) async throws -> Void

  struct LineCut: Error {}

  private struct State {
    var managers: [PaymentParty: PaymentManager] = [:]
    var carried: [(token: SignedStatement, to: PaymentParty)] = []
    var tries: [Digest: Int] = [:]
    var signers: [Thumbprint: SigningKey] = [PaymentStage.payeeKey.thumbprint: PaymentStage.payeeKey]
    var isDone = false
    var departed = 0
    var latest = 0
    var overtaken = 0
    var trouble = ""
  }

  private let weather: Weather
  private let state = Mutex(State())
  /// Called with each token before it arrives for the first time.
  private let before: Interference?

  init(_ weather: Weather = .fair, before: Interference? = nil) {
    self.weather = weather
    self.before = before
  }

  func connect(_ manager: PaymentManager, as party: PaymentParty) {
    state.withLock { $0.managers[party] = manager }
  }

  func manager(of party: PaymentParty) throws -> PaymentManager {
    guard let manager = state.withLock({ $0.managers[party] }) else { throw LineCut() }
    return manager
  }

  /// The payer has done what it wanted; the others may end.
  var isDone: Bool {
    get { state.withLock(\.isDone) }
    set { state.withLock { $0.isDone = newValue } }
  }

  /// How many tokens have arrived after one that had left later.
  var overtaken: Int { state.withLock(\.overtaken) }

  /// What the payer met last that was worth another try; says why a world does not end.
  var trouble: String { state.withLock(\.trouble) }

  func note(trouble error: any Error) { state.withLock { $0.trouble = "\(error)" } }

  /// Lets a hostile peer sign by this key.
  func lend(_ key: SigningKey) { state.withLock { $0.signers[key.thumbprint] = key } }

  /// The same token, rightly signed, with something else in it; `nil` when it says nothing of a payment system's.
  func forged(
    _ token: SignedStatement, about: Digest? = nil, by sender: Thumbprint? = nil, number: Int? = nil,
    _ change: ([UInt8]) -> [UInt8]
  ) throws -> SignedStatement? {
    let content = try VerifiedStatement<PaymentToken>.content(of: token)
    guard case .body(let body) = content.message,
      let key = state.withLock({ $0.signers[sender ?? content.sender] })
    else { return nil }
    let forged = PaymentToken(
      about: about ?? content.about, from: content.from, sender: key.thumbprint, number: number ?? content.number,
      message: .body(ByteString(change(body.bytes))))
    return try VerifiedStatement(signing: forged, with: [key]).signed
  }

  /// All tokens so far, each once, with whom they were for.
  var carried: [(token: SignedStatement, to: PaymentParty)] { state.withLock(\.carried) }

  func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    let peer = try manager(of: party.peer)
    let (number, isNew) = state.withLock { state -> (Int, Bool) in
      let number = state.tries[token.digest, default: 0]
      state.tries[token.digest] = number + 1
      let isNew = !state.carried.contains { $0.token.digest == token.digest }
      return (number, isNew)
    }
    if isNew, let before { try await before(self, token, peer) }
    switch weather {
    case .fair: try await peer.take(token)
    case .losing:
      if number == 0 { throw LineCut() }
      try await peer.take(token)
    case .deaf:
      try await peer.take(token)
      if number == 0 { throw LineCut() }
    case .repeating:
      for earlier in carried where earlier.to == party.peer { try await peer.take(earlier.token) }
      try await peer.take(token)
      try await peer.take(token)
    case .reordering(let time):
      try await arriveLate(time)
      try await peer.take(token)
    }
    state.withLock { state in
      if !state.carried.contains(where: { $0.token.digest == token.digest }) {
        state.carried.append((token, party.peer))
      }
    }
  }

  private func arriveLate(_ time: VirtualTime) async throws {
    let place = state.withLock { state in
      state.departed += 1
      return state.departed
    }
    if place % 2 == 1 { try await time.wait(until: time.now().advanced(by: Span(seconds: 5))) }
    state.withLock { state in
      if place < state.latest { state.overtaken += 1 }
      state.latest = max(state.latest, place)
    }
  }
}
