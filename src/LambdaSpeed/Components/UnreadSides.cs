using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Components;

/// <summary>The side outputs on which a task emits and that nobody reads: each is told once, since it may well be a mistake. Safe from any
/// thread: calls of an async bolt share it.</summary>
/// <param name="component">The task's component.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class UnreadSides(string component, ILogger logger)
{
    private readonly HashSet<ISideOutput> _known = new(ReferenceEqualityComparer.Instance); // told, or meant to be unread; under its lock

    /// <param name="output">What was emitted on.</param>
    /// <param name="sides">What is read of the component.</param>
    public void Note(ISideOutput output, ISideBuffer[] sides)
    {
        lock (_known)
        {
            if (_known.Contains(output)) return;
            RequireNoNamesake(output, sides);
            _known.Add(output);
        }
        if (!output.MayBeUnread) LogMessages.SideOutputUnread(logger, component, output.Name);
    }

    private void RequireNoNamesake(ISideOutput output, ISideBuffer[] sides)
    {
        if (sides.Any(side => ((ISideOutput)side.Output).Name == output.Name)) throw new InvalidOperationException(
            $"Component '{component}' emits on another side output named '{output.Name}' than the one that is read. Keep one instance, " +
            "in a static field of the bolt.");
    }
}
