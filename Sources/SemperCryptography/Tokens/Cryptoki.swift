import Glibc

/// The functions of a PKCS #11 library (2.40), found at run time: absent by default, and nothing is needed to build.
///
/// `CK_FUNCTION_LIST` is a version of two bytes and then pointers in the order of the standard. CK_ULONG has the size of a pointer.
struct Cryptoki: Sendable {
  typealias Initialize = @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UInt
  typealias SlotList =
    @Sendable @convention(c) (UInt8, UnsafeMutablePointer<UInt>?, UnsafeMutablePointer<UInt>) -> UInt
  typealias TokenInfo = @Sendable @convention(c) (UInt, UnsafeMutableRawPointer) -> UInt
  typealias OpenSession =
    @Sendable @convention(c) (UInt, UInt, UnsafeRawPointer?, UnsafeRawPointer?, UnsafeMutablePointer<UInt>) -> UInt
  typealias CloseSession = @Sendable @convention(c) (UInt) -> UInt
  typealias Login = @Sendable @convention(c) (UInt, UInt, UnsafePointer<UInt8>, UInt) -> UInt
  typealias CreateObject =
    @Sendable @convention(c) (UInt, UnsafeMutableRawPointer, UInt, UnsafeMutablePointer<UInt>) -> UInt
  typealias FindInit = @Sendable @convention(c) (UInt, UnsafeMutableRawPointer, UInt) -> UInt
  typealias Find =
    @Sendable @convention(c) (UInt, UnsafeMutablePointer<UInt>, UInt, UnsafeMutablePointer<UInt>) -> UInt
  typealias SignInit = @Sendable @convention(c) (UInt, UnsafeMutableRawPointer, UInt) -> UInt
  typealias Attributes = @Sendable @convention(c) (UInt, UInt, UnsafeMutableRawPointer, UInt) -> UInt
  typealias GenerateKey =
    @Sendable @convention(c) (
      UInt, UnsafeMutableRawPointer, UnsafeMutableRawPointer, UInt, UnsafeMutablePointer<UInt>
    ) -> UInt
  typealias GenerateKeyPair =
    @Sendable @convention(c) (
      UInt, UnsafeMutableRawPointer, UnsafeMutableRawPointer, UInt, UnsafeMutableRawPointer, UInt,
      UnsafeMutablePointer<UInt>, UnsafeMutablePointer<UInt>
    ) -> UInt
  typealias Sign =
    @Sendable @convention(c) (
      UInt, UnsafePointer<UInt8>, UInt, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt>
    ) -> UInt
  private typealias FunctionList =
    @convention(c) (UnsafeMutablePointer<UnsafeRawPointer?>) -> UInt

  let initialize: Initialize
  let slotList: SlotList
  let tokenInfo: TokenInfo
  let openSession: OpenSession
  let closeSession: CloseSession
  let login: Login
  let createObject: CreateObject
  let attributes: Attributes
  let findInit: FindInit
  let find: Find
  let findFinal: CloseSession
  let signInit: SignInit
  let sign: Sign
  let generateKey: GenerateKey
  let generateKeyPair: GenerateKeyPair

  /// Throws `TokenFailure(.noLibrary)`.
  init(path: String) throws(TokenFailure) {
    let missing = TokenFailure(.noLibrary, "\(path) is no PKCS #11 library here; install the token's driver")
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL), let entry = dlsym(library, "C_GetFunctionList") else {
      throw missing
    }
    var list: UnsafeRawPointer?
    guard unsafeBitCast(entry, to: FunctionList.self)(&list) == 0, let list else { throw missing }
    func function<Function>(_ place: Int, _ type: Function.Type) throws(TokenFailure) -> Function {
      let size = MemoryLayout<UInt>.size
      guard let address = list.load(fromByteOffset: size * (place + 1), as: UnsafeRawPointer?.self) else {
        throw missing
      }
      return unsafeBitCast(address, to: type)
    }
    initialize = try function(0, Initialize.self)
    slotList = try function(4, SlotList.self)
    tokenInfo = try function(6, TokenInfo.self)
    openSession = try function(12, OpenSession.self)
    closeSession = try function(13, CloseSession.self)
    login = try function(18, Login.self)
    createObject = try function(20, CreateObject.self)
    attributes = try function(24, Attributes.self)
    findInit = try function(26, FindInit.self)
    find = try function(27, Find.self)
    findFinal = try function(28, CloseSession.self)
    signInit = try function(42, SignInit.self)
    sign = try function(43, Sign.self)
    generateKey = try function(58, GenerateKey.self)
    generateKeyPair = try function(59, GenerateKeyPair.self)
  }
}
