import SemperCryptography
import SemperExchange
import SemperModel

/// What a verifier demands here no input can show: a container of this digest.
private let verifier = try? ContainerVerifier(
  policy: ContainerPolicy(
    sender: .anybody, demands: .none, context: Digest(plain: []), digest: Digest(plain: [0])))
private let key = SealingKey()

/// Any bytes are refused or read as a package, a part shown, or keys that write and read the same again, and no verifier
/// that knows the digest accepts them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzContainer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let verifier else { preconditionFailure("the policy can be met") }
  if let package = try? UnverifiedContainer(canonicalBytes: bytes) {
    precondition(package.canonicalBytes == bytes)
    precondition((try? verifier.verify(package, opening: key)) == nil, "verified without the digest")
  }
  if let disclosure = try? Disclosure(canonicalBytes: bytes) {
    precondition(disclosure.canonicalBytes == bytes)
    precondition((try? verifier.verify(disclosure)) == nil, "a part verified without the digest")
  }
  if let container = try? Container(canonicalBytes: bytes) { precondition(container.canonicalBytes == bytes) }
  if let keys = try? ReleasedKeys(canonicalBytes: bytes) { precondition(keys.canonicalBytes == bytes) }
  return 0
}
