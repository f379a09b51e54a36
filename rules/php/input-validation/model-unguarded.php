<?php

// ruleid: php.model.unguarded
class Post extends Model
{
    protected $guarded = [];
}

class PostController
{
    public function store($request)
    {
        // ruleid: php.model.unguarded
        $post = Post::create($request->all());
        // ruleid: php.model.unguarded
        $post->update($request->all());
        // ok: php.model.unguarded
        $post = Post::create($request->validated());
        // ok: php.model.unguarded
        $post->update($request->only('title'));
        // ok: php.model.unguarded
        $post->fill(['title' => $request->input('title')]);
    }
}
