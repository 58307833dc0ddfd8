import Foundation
import SemperStatements

/// A ciphertext that comes from somewhere else than the peer: beside its place while it comes, in its place when all of it was checked.
final class CiphertextArrival {
  private let file: String
  private let coming: String
  private let handle: FileHandle
  private let check: ArrivalCheck

  init(at file: String, _ verifier: DeliveryVerifier) throws {
    self.file = file
    check = ArrivalCheck(verifier)
    coming = file + ".coming"
    try Data().write(to: URL(filePath: coming))
    handle = try FileHandle(forWritingTo: URL(filePath: coming))
  }

  deinit {
    try? handle.close()
    try? FileManager.default.removeItem(atPath: coming)
  }

  @inline(never)
  func receive(_ piece: [UInt8]) throws {
    try piece.withUnsafeBytes { try check.receive($0) }
    try handle.write(contentsOf: piece)
  }

  /// Refuses what does not lead to the root that the peer has signed.
  @inline(never)
  func finish() throws {
    if let fault = check.fault() { throw fault }
    try handle.synchronize()
    guard rename(coming, file) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
