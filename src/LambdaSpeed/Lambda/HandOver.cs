using LambdaSpeed.BatchViews;
using LambdaSpeed.Epochs;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Lambda;

/// <summary>What a merged view needs of its run to take batch views.</summary>
/// <param name="Cuts">The cuts up to which batch views may be computed.</param>
/// <param name="Open">Opens the file of a batch view that was published in a life before.</param>
internal sealed record HandOver(CutLedger Cuts, Func<string, IFileBytes> Open)
{
    /// <summary>The topology, whose own recomputations are taken in any case.</summary>
    public string? Topology { get; init; }

    /// <summary>Why a batch view from elsewhere must not take slices' place; null when it may.</summary>
    public string? Refusal { get; init; }

    /// <summary>Called when slices were dropped: cuts that mean nothing any more can be forgotten.</summary>
    public Action? Settle { get; init; }

    /// <summary>Where accuracy is reported; null when nothing is measured.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Returns when what was published is durable; null where nothing is kept.</summary>
    public Func<CancellationToken, Task>? MakeDurable { get; init; }
}
