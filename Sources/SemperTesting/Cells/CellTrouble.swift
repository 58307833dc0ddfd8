import SemperCryptography
public import SemperExchange
import SemperModel

/// What goes wrong in an exchange.
public enum CellTrouble: Hashable, Sendable, CaseIterable {
  case none
  case originatorSilentAfterM1, responderSilentAfterM2, originatorSilentAfterM2
  case badContentByOriginator, badContentByResponder
  /// The escrow is garbage, and its owner goes silent so that the arbiter must look into it.
  case badEscrowByOriginator, badEscrowByResponder

  /// All but none.
  public static let troubles = allCases.filter { $0 != .none }

  /// Who does not do as agreed.
  public var cheat: ExchangeRole? {
    switch self {
    case .none: nil
    case .originatorSilentAfterM1, .originatorSilentAfterM2, .badContentByOriginator, .badEscrowByOriginator:
      .originator
    case .responderSilentAfterM2, .badContentByResponder, .badEscrowByResponder: .responder
    }
  }

  package var hasBadContent: Bool { self == .badContentByOriginator || self == .badContentByResponder }
  package var hasBadEscrow: Bool { self == .badEscrowByOriginator || self == .badEscrowByResponder }

  /// Whether the cheat says nothing any more once it has come to this action.
  package func silences(before action: ExchangeAction) -> Bool {
    guard case .sign(let message) = action else { return false }
    switch (self, message) {
    case (.originatorSilentAfterM2, .open), (.originatorSilentAfterM2, .resolve), (.badEscrowByOriginator, .open),
      (.badEscrowByOriginator, .resolve):
      return true
    default: return false
    }
  }

  /// Whether the cheat says nothing any more once it has sent this action's statement.
  package func silences(after action: ExchangeAction) -> Bool {
    guard case .send(let statement) = action else { return false }
    switch (self, statement.kind) {
    case (.originatorSilentAfterM1, .commitOriginator), (.responderSilentAfterM2, .commitResponder),
      (.badEscrowByResponder, .commitResponder):
      return true
    default: return false
    }
  }
}
