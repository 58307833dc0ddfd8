import Glibc

/// The functions of libpcsclite, found at run time: nothing is needed to build, and where the library or its daemon is
/// missing that is what is said.
///
/// On Linux every LONG, DWORD and handle of it has the size of a pointer, and only the low half of a return code counts.
struct PCSCLibrary: Sendable {
  typealias Establish =
    @Sendable @convention(c) (UInt, UnsafeRawPointer?, UnsafeRawPointer?, UnsafeMutablePointer<Int>) -> Int
  typealias Release = @Sendable @convention(c) (Int) -> Int
  typealias ListReaders =
    @Sendable @convention(c) (Int, UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<UInt>) ->
    Int
  typealias Connect =
    @Sendable @convention(c) (
      Int, UnsafePointer<CChar>, UInt, UInt, UnsafeMutablePointer<Int>, UnsafeMutablePointer<UInt>
    ) -> Int
  typealias Reconnect = @Sendable @convention(c) (Int, UInt, UInt, UInt, UnsafeMutablePointer<UInt>) -> Int
  typealias End = @Sendable @convention(c) (Int, UInt) -> Int
  typealias Transmit =
    @Sendable @convention(c) (
      Int, UnsafeRawPointer, UnsafePointer<UInt8>, UInt, UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>,
      UnsafeMutablePointer<UInt>
    ) -> Int

  typealias StatusChange = @Sendable @convention(c) (Int, UInt, UnsafeMutableRawPointer, UInt) -> Int

  let establish: Establish
  let release: Release
  let listReaders: ListReaders
  let connect: Connect
  let reconnect: Reconnect
  let disconnect: End
  let begin: Release
  let end: End
  let transmit: Transmit
  let statusChange: StatusChange

  /// Throws `CardFailure(.noLibrary)`.
  init(path: String) throws(CardFailure) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw CardFailure(
        .noLibrary, "\(path) cannot be loaded; install the package libpcsclite1, or use a card in software")
    }
    func symbol<Function>(_ name: String, _ type: Function.Type) throws(CardFailure) -> Function {
      guard let address = dlsym(library, name) else {
        throw CardFailure(.noLibrary, "\(path) has no function \(name); it is another library or too old")
      }
      return unsafeBitCast(address, to: type)
    }
    establish = try symbol("SCardEstablishContext", Establish.self)
    release = try symbol("SCardReleaseContext", Release.self)
    listReaders = try symbol("SCardListReaders", ListReaders.self)
    connect = try symbol("SCardConnect", Connect.self)
    reconnect = try symbol("SCardReconnect", Reconnect.self)
    disconnect = try symbol("SCardDisconnect", End.self)
    begin = try symbol("SCardBeginTransaction", Release.self)
    end = try symbol("SCardEndTransaction", End.self)
    transmit = try symbol("SCardTransmit", Transmit.self)
    statusChange = try symbol("SCardGetStatusChange", StatusChange.self)
  }
}
