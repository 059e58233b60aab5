//! The `driftgate` program.

use std::process::ExitCode;

/// Parsing a state is a million small allocations; this allocator takes a third off the time.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The libraries below bring more than one implementation of TLS; the program says which is used. It is the
    // first to say so, hence this cannot fail.
    #[cfg(any(feature = "aws", feature = "kubernetes"))]
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    driftgate::cli::run().into()
}
