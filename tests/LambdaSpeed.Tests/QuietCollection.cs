using Xunit;

namespace LambdaSpeed.Tests;

/// <summary>Tests that measure the process, and so run while no others do.</summary>
[CollectionDefinition(nameof(QuietCollection), DisableParallelization = true)]
public sealed class QuietCollection;
