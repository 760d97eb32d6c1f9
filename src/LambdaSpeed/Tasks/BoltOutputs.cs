using LambdaSpeed.Components;

namespace LambdaSpeed.Tasks;

/// <summary>The outputs of a bolt: the main one and the side outputs that somebody reads.</summary>
internal sealed class BoltOutputs<TOut>(
    string component, SpeedLayerOptions options, OutputPort<TOut> main, IReadOnlyList<(ISideBuffer Buffer, IOutputPort Port)> sides)
{
    /// <summary>Where the bolt emits.</summary>
    public Emitter<TOut> Emitter { get; } =
        new(component, main.Buffer, [.. sides.Select(side => side.Buffer)], options.MaxEmitsPerTuple,
            new UnreadSides(component, options.LoggerOf("LambdaSpeed.Run")));

    /// <summary>Is every output below a chunk, so that another tuple may be processed before handing on?</summary>
    public bool HaveRoom
    {
        get
        {
            if (main.Buffer.Mark >= options.ChunkSize) return false;
            foreach (var (buffer, _) in sides)
            {
                if (buffer.Mark >= options.ChunkSize) return false;
            }
            return true;
        }
    }

    public void Deliver()
    {
        Emitter.End();
        main.Deliver();
        foreach (var (_, port) in sides) port.Deliver();
    }
}
