public import SemperCryptography
import Synchronization

/// A hardware token, or one in software such as SoftHSM2, that keeps a master key and computes with it: a merchant's module or a
/// provider whose K_P nobody can copy.
///
/// The keys of single cards still come out of it, since they are derived by what it computes. Its calls are made one at a time.
public final class Token: Sendable {
  private static let secretKey: UInt = 4
  private static let aes: UInt = 0x1F
  private static let aesCMAC: UInt = 0x108A
  private static let user: UInt = 1
  private static let readWriteSession: UInt = 2 | 4
  private static let alreadyInitialized: UInt = 0x191
  private static let alreadyLoggedIn: UInt = 0x100
  private static let tokenInfoSize = 256

  // The types of attributes.
  private static let objectClass: UInt = 0x0
  private static let isOnToken: UInt = 0x1
  private static let isPrivate: UInt = 0x2
  private static let label: UInt = 0x3
  private static let value: UInt = 0x11
  private static let keyType: UInt = 0x100
  private static let isSensitive: UInt = 0x103
  private static let mayEncrypt: UInt = 0x104
  private static let mayDecrypt: UInt = 0x105
  private static let maySign: UInt = 0x108
  private static let isExtractable: UInt = 0x162

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

  /// A key that is on the token and may sign.
  public func key(_ label: String) throws(TokenFailure) -> TokenKey {
    var template = CryptokiTemplate()
    template.add(Self.objectClass, Self.secretKey)
    template.add(Self.label, Array(label.utf8))
    template.add(Self.maySign, true)
    let found = try session.withLock { session throws(TokenFailure) -> UInt? in
      try Self.check("looking for a key", template.withArray { library.findInit(session, $0, $1) })
      var (handle, count): (UInt, UInt) = (0, 0)
      let answer = library.find(session, &handle, 1, &count)
      _ = library.findFinal(session)
      try Self.check("looking for a key", answer)
      return count == 1 ? handle : nil
    }
    guard let found else {
      throw TokenFailure(.noKey, "the token has no key “\(label)” that may sign; put one on it")
    }
    return TokenKey(self, found)
  }

  /// Puts a key onto the token, which never gives it out again: how a provider prepares a merchant's module.
  public func store(_ key: CMACKey, label: String) throws(TokenFailure) -> TokenKey {
    var template = CryptokiTemplate()
    template.add(Self.objectClass, Self.secretKey)
    template.add(Self.keyType, Self.aes)
    template.add(Self.isOnToken, true)
    template.add(Self.isPrivate, true)
    template.add(Self.label, Array(label.utf8))
    template.add(Self.isSensitive, true)
    template.add(Self.isExtractable, false)
    template.add(Self.mayEncrypt, false)
    template.add(Self.mayDecrypt, false)
    template.add(Self.maySign, true)
    template.add(Self.value, key.bytes)
    var handle: UInt = 0
    let answer = session.withLock { session in
      template.withArray { library.createObject(session, $0, $1, &handle) }
    }
    try Self.check("storing a key", answer)
    return TokenKey(self, handle)
  }

  func tag(over message: [UInt8], key: UInt) throws(TokenFailure) -> [UInt8] {
    try session.withLock { session throws(TokenFailure) in
      // CK_MECHANISM without a parameter.
      var mechanism: (UInt, UInt, UInt) = (Self.aesCMAC, 0, 0)
      try Self.check("using a key", library.signInit(session, &mechanism, key))
      var tag = [UInt8](repeating: 0, count: CMACKey.size)
      var length = UInt(tag.count)
      try Self.check("computing a tag", library.sign(session, message, UInt(message.count), &tag, &length))
      guard length == UInt(CMACKey.size) else { throw TokenFailure(.failed, "the token gave a tag of \(length) bytes") }
      return tag
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
