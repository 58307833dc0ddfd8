public import SemperArchive

/// One archive of a backend, with what a conformance suite must be able to do behind its back.
public protocol ArchiveUnderTest: Sendable {
  /// The archive as its present user has it.
  var archive: any Archive { get async throws }
  /// Ends the present user, without any farewell if the backend can, and opens what it left.
  func restart() async throws
  /// Changes the storage behind the archive's back: the second entry or item where `Tampering` does not say another.
  func tamper(_ how: Tampering) async throws
  /// All bytes that lie in the storage, in any order.
  func bytesAtRest() async throws -> [UInt8]
}
