package import SemperEcash

/// Who seals coins, who takes them, and the keys by which everybody checks them.
package struct SealingEnds: Sendable {
  package let purse: EcashPurse
  package let till: EcashTill
  package let keys: MintKeys
}
