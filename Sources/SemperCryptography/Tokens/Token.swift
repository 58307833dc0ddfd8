import Synchronization

/// A hardware token, or one in software such as SoftHSM2, that keeps keys and computes with them, so that nobody can copy them: the
/// keys of a mint, or the master keys of chip cards.
///
/// Its calls are made one at a time.
public final class Token: Sendable {
  private static let user: UInt = 1
  private static let readWriteSession: UInt = 2 | 4
  private static let alreadyInitialized: UInt = 0x191
  private static let alreadyLoggedIn: UInt = 0x100
  private static let tokenInfoSize = 256

  private let library: Cryptoki
  private let session: Mutex<UInt>

  /// Opens the token with this label and logs in.
  public init(library path: String, label: String, pin: String) throws(TokenFailure) {
    library = try Cryptoki(path: path)
    // CK_C_INITIALIZE_ARGS: four functions that the library finds itself, and the flag that lets it lock.
    var arguments: (UInt, UInt, UInt, UInt, UInt, UInt) = (0, 0, 0, 0, 2, 0)
    let initialized = library.initialize(&arguments)
    guard initialized == 0 || initialized == Self.alreadyInitialized else { throw Self.failure("opening", initialized) }
    let slot = try Self.slot(of: label, library)
    var handle: UInt = 0
    try Self.check("opening a session", library.openSession(slot, Self.readWriteSession, nil, nil, &handle))
    session = Mutex(handle)
    let digits = Array(pin.utf8)
    let answer = library.login(handle, Self.user, digits, UInt(digits.count))
    guard answer == 0 || answer == Self.alreadyLoggedIn else {
      throw TokenFailure(.pinRefused, "the token “\(label)” refuses the PIN (code \(String(answer, radix: 16)))")
    }
  }

  deinit { session.withLock { _ = library.closeSession($0) } }

  private static func slot(of label: String, _ library: Cryptoki) throws(TokenFailure) -> UInt {
    var count: UInt = 64
    var slots = [UInt](repeating: 0, count: 64)
    try check("listing slots", library.slotList(1, &slots, &count))
    for slot in slots.prefix(Int(min(count, 64))) {
      var info = [UInt8](repeating: 0, count: tokenInfoSize)
      guard library.tokenInfo(slot, &info) == 0 else { continue }
      // 32 bytes, padded with blanks.
      let name = String(decoding: info.prefix(32), as: UTF8.self)
      if name.prefix(while: { $0 != "\0" }).trimmingBlanks == label { return slot }
    }
    throw TokenFailure(.noToken, "there is no token “\(label)”; plug it in or initialise one")
  }

  // MARK: What it is asked to do

  /// An object that has these attributes; `nil` when there is none.
  func find(_ template: CryptokiTemplate) throws(TokenFailure) -> UInt? {
    try session.withLock { session throws(TokenFailure) -> UInt? in
      try Self.check("looking for a key", template.withArray { library.findInit(session, $0, $1) })
      var (handle, count): (UInt, UInt) = (0, 0)
      let answer = library.find(session, &handle, 1, &count)
      _ = library.findFinal(session)
      try Self.check("looking for a key", answer)
      return count == 1 ? handle : nil
    }
  }

  func create(_ template: CryptokiTemplate) throws(TokenFailure) -> UInt {
    var handle: UInt = 0
    let answer = session.withLock { session in
      template.withArray { library.createObject(session, $0, $1, &handle) }
    }
    try Self.check("storing a key", answer)
    return handle
  }

  /// A secret key that is made on the token.
  func generate(by mechanism: UInt, secret: CryptokiTemplate) throws(TokenFailure) -> UInt {
    var handle: UInt = 0
    let answer = session.withLock { session in
      var mechanism: (UInt, UInt, UInt) = (mechanism, 0, 0)
      return secret.withArray { library.generateKey(session, &mechanism, $0, $1, &handle) }
    }
    try Self.check("making a key", answer)
    return handle
  }

  /// A pair of keys that is made on the token.
  func generate(
    by mechanism: UInt, public open: CryptokiTemplate, private secret: CryptokiTemplate
  ) throws(TokenFailure) -> (public: UInt, private: UInt) {
    var (shown, kept): (UInt, UInt) = (0, 0)
    let answer = session.withLock { session in
      var mechanism: (UInt, UInt, UInt) = (mechanism, 0, 0)
      return open.withArray { open, openCount in
        secret.withArray { secret, secretCount in
          library.generateKeyPair(session, &mechanism, open, openCount, secret, secretCount, &shown, &kept)
        }
      }
    }
    try Self.check("making a key", answer)
    return (shown, kept)
  }

  /// A public attribute of an object, of at most 1024 bytes.
  func attribute(_ type: UInt, of object: UInt) throws(TokenFailure) -> [UInt8] {
    var value = [UInt8](repeating: 0, count: 1024)
    var length: UInt = 0
    let answer = session.withLock { session in
      value.withUnsafeMutableBytes { bytes in
        var attribute: (UInt, UInt, UInt) = (type, UInt(bitPattern: bytes.baseAddress), UInt(bytes.count))
        let answer = library.attributes(session, object, &attribute, 1)
        length = attribute.2
        return answer
      }
    }
    try Self.check("reading a key", answer)
    guard length <= UInt(value.count) else {
      throw TokenFailure(.failed, "the token gave an attribute of \(length) bytes")
    }
    return Array(value.prefix(Int(length)))
  }

  /// What a key makes of a message by a mechanism that has no parameter.
  func sign(_ message: [UInt8], by mechanism: UInt, with key: UInt, size: Int) throws(TokenFailure) -> [UInt8] {
    try session.withLock { session throws(TokenFailure) in
      // CK_MECHANISM without a parameter.
      var mechanism: (UInt, UInt, UInt) = (mechanism, 0, 0)
      try Self.check("using a key", library.signInit(session, &mechanism, key))
      var result = [UInt8](repeating: 0, count: size)
      var length = UInt(size)
      try Self.check("using a key", library.sign(session, message, UInt(message.count), &result, &length))
      guard length == UInt(size) else { throw TokenFailure(.failed, "the token gave \(length) bytes for \(size)") }
      return result
    }
  }

  private static func check(_ what: String, _ answer: UInt) throws(TokenFailure) {
    guard answer == 0 else { throw failure(what, answer) }
  }

  private static func failure(_ what: String, _ answer: UInt) -> TokenFailure {
    TokenFailure(.failed, "\(what) failed at the token with code \(String(answer, radix: 16)); look at the token")
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
