; The parts of a token are inverse to its packing, for every 64-bit word and every kind_bits from 0
; to 63: bit by bit, which integer arithmetic does not see. word.py puts the definitions before this:
; token_of, kind_of, data_of, and fits for what epollctx_token_pack accepts, as include/epollctx.h
; has them. Each question asks for a counterexample: the answers must be unsat, unsat, unsat, and
; sat for the last, which only shows that the assumptions can be fulfilled.
(declare-const bits (_ BitVec 64))
(declare-const kind (_ BitVec 64))
(declare-const data (_ BitVec 64))
(declare-const token (_ BitVec 64))
(assert (bvule bits (_ bv63 64)))

; What was packed is got back.
(push)
(assert (fits bits kind data))
(assert (not (= (kind_of bits (token_of bits kind data)) kind)))
(check-sat)
(pop)
(push)
(assert (fits bits kind data))
(assert (not (= (data_of bits (token_of bits kind data)) data)))
(check-sat)
(pop)
; Every token is one that was packed: its parts fit, and packed again they are the token.
(push)
(assert (not (and (fits bits (kind_of bits token) (data_of bits token))
                  (= (token_of bits (kind_of bits token) (data_of bits token)) token))))
(check-sat)
(pop)
(push)
(assert (fits bits kind data))
(assert (distinct kind data (_ bv0 64)))
(check-sat)
(pop)
