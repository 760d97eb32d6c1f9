using LambdaSpeed.Edges;

namespace LambdaSpeed.Tasks;

/// <summary>Wakes a task that is built after the edges which wake it.</summary>
internal sealed class WakeRelay : IWakeable
{
    private TaskSchedule? _target; // set once, before the run starts

    public void Attach(TaskSchedule target) => _target = target;

    public void Wake() => _target?.Wake();
}
