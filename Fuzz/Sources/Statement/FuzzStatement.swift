import SemperCryptography

/// Any bytes are refused or read as a statement that keeps its digest through both serialisations, and that no verifier
/// without keys accepts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStatement(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  for statement in [try? SignedStatement(bytes: bytes), try? SignedStatement(compact: text)] {
    guard let statement else { continue }
    guard let again = try? SignedStatement(bytes: statement.canonicalBytes) else {
      preconditionFailure("what was written is not a statement")
    }
    precondition(again == statement && again.digest == statement.digest)
    if let compact = statement.compact {
      precondition((try? SignedStatement(compact: compact)) == statement)
    }
    precondition((try? statement.verifySignatures(keys: KeySet())) == nil, "verified without a key")
  }
  return 0
}
