using LambdaSpeed.Components;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>Who and where one task of a component is, and what it may use.</summary>
public sealed class ComponentContext
{
    private readonly Action _wake;
    private readonly Func<string, int> _taskCountOf;

    internal ComponentContext(
        string topology,
        string component,
        int taskIndex,
        int taskCount,
        TimeProvider timeProvider,
        ILogger logger,
        Action wake,
        Func<string, int> taskCountOf)
    {
        Topology = topology;
        Component = component;
        TaskIndex = taskIndex;
        TaskCount = taskCount;
        TimeProvider = timeProvider;
        Logger = logger;
        _wake = wake;
        _taskCountOf = taskCountOf;
    }

    /// <summary>Finds a view of the same run by name, once the components open; null when there is none.</summary>
    internal Func<string, object?> FindView { get; init; } = static _ => null;

    /// <summary>Has the open epoch end.</summary>
    internal Action AskEpoch { get; init; } = static () => { };

    /// <summary>What the task leaves out.</summary>
    internal TupleCounts Counts { get; } = new();

    /// <summary>The topology's name.</summary>
    public string Topology { get; }

    /// <summary>The component's name.</summary>
    public string Component { get; }

    /// <summary>This task's index within the component, from 0.</summary>
    public int TaskIndex { get; }

    /// <summary>How many tasks the component has: its parallelism.</summary>
    public int TaskCount { get; }

    /// <summary>The only clock a component should look at; tests put a virtual one here.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>A logger whose category is the component.</summary>
    public ILogger Logger { get; }

    /// <summary>Has this task looked at again soon; may be called from any thread, also after the task has ended.</summary>
    public void Wake() => _wake();

    /// <summary>Has the open epoch end now, and not only after <see cref="SpeedLayerOptions.EpochInterval"/>: for a source that is to know
    /// soon that what it has emitted is committed. What was emitted before the call is in that epoch. May be called from any thread; does
    /// nothing when the run has ended.</summary>
    public void RequestEpoch() => AskEpoch();

    /// <summary>How many tasks another component of the topology has; what the direct grouping needs.</summary>
    /// <param name="component">The other component's name.</param>
    /// <exception cref="ArgumentException">There is no such component.</exception>
    public int TaskCountOf(string component) => _taskCountOf(component);
}
