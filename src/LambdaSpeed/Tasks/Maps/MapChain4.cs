using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>A <see cref="MapChain{TOut}"/> of four.</summary>
internal sealed class MapChain4<TIn, T1, T2, T3, TOut>(
    StageContext[] contexts,
    TupleBuffer<TIn> input,
    Func<TIn, T1> first,
    Func<T1, T2> second,
    Func<T2, T3> third,
    Func<T3, TOut> fourth) : MapChain<TOut>(contexts)
{
    private readonly TupleBuffer<TIn> _input = input;
    private readonly Func<TIn, T1> _first = first;
    private readonly Func<T1, T2> _second = second;
    private readonly Func<T2, T3> _third = third;
    private readonly Func<T3, TOut> _fourth = fourth;

    public override MapChain<TNext> Then<TNext>(StageContext context, Func<TOut, TNext> selector) =>
        new MapChain5<TIn, T1, T2, T3, TOut, TNext>([.. Contexts, context], _input, _first, _second, _third, _fourth, selector);

    public override Stage Into(OutputPort<TOut> output, int site) => CallSite.Accept(site, new Site(this, output));

    private sealed class Site(MapChain4<TIn, T1, T2, T3, TOut> chain, OutputPort<TOut> output) : ICallSiteVisitor<Stage>
    {
        public Stage Visit<TSite>()
            where TSite : struct => new Loop<TSite>(chain, output);
    }

    private sealed class Loop<TSite>(MapChain4<TIn, T1, T2, T3, TOut> chain, OutputPort<TOut> output)
        : MapStage<TIn, TOut>(chain.Contexts, chain._input, output)
        where TSite : struct
    {
        private readonly Func<TIn, T1> _first = chain._first;
        private readonly Func<T1, T2> _second = chain._second;
        private readonly Func<T2, T3> _third = chain._third;
        private readonly Func<T3, TOut> _fourth = chain._fourth;

        protected override void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results)
        {
            var first = _first;
            var second = _second;
            var third = _third;
            var fourth = _fourth;
            results = results[..tuples.Length];
            for (var i = 0; i < tuples.Length; i++)
            {
                Index = i;
                Lambda = 0;
                var after1 = first(tuples[i]);
                Lambda = 1;
                var after2 = second(after1);
                Lambda = 2;
                var after3 = third(after2);
                Lambda = 3;
                results[i] = fourth(after3);
            }
        }
    }
}
