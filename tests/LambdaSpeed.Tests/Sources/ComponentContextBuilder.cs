using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed.Tests.Sources;

/// <summary>What a test says about the task that a spout runs in.</summary>
internal sealed record ComponentContextBuilder(int TaskIndex = 0, int TaskCount = 1, TimeProvider? Time = null)
{
    public ComponentContext Build(Action wake) =>
        new("topology", "lines", TaskIndex, TaskCount, Time ?? TimeProvider.System, NullLogger.Instance, wake, _ => 1);
}
