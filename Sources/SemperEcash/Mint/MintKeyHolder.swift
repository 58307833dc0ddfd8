import SemperCryptography
import Synchronization

/// The keys with which a running mint works now. They change when the next period is announced, without a restart.
final class MintKeyHolder: Sendable {
  struct Keys: Sendable {
    let keys: MintKeys
    let signer: any BlindSigner
  }

  private let held: Mutex<Keys>

  init(_ keys: MintKeys, _ signer: any BlindSigner) {
    held = Mutex(Keys(keys: keys, signer: signer))
  }

  var current: Keys { held.withLock(\.self) }
  func replace(_ keys: MintKeys, _ signer: any BlindSigner) {
    held.withLock { $0 = Keys(keys: keys, signer: signer) }
  }
}
