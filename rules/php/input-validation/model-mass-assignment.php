<?php

use Illuminate\Http\Request;

class UserController
{
    public function store(Request $request)
    {
        // ruleid: php.model.mass-assignment
        (new User())->forceFill($request->all())->save();
        // ruleid: php.model.mass-assignment
        DB::table('users')->insert($request->all());
        // ruleid: php.model.mass-assignment
        $user = User::forceCreate($request->all());
        // ruleid: php.model.mass-assignment
        Model::unguard();
        $fields = $request->all();
        // ruleid: php.model.mass-assignment
        $user->forceFill($fields);
        // ok: php.model.mass-assignment
        DB::table('users')->insert(['name' => $fields['name']]);
        // ok: php.model.mass-assignment
        $user->forceFill(['seen' => now()]);
        // ok: php.model.mass-assignment
        $user = User::create($request->validated());
        // ok: php.model.mass-assignment
        $user = User::create($request->only('name', 'email'));
        // ok: php.model.mass-assignment
        DB::table('users')->insert(['name' => $request->input('name')]);
    }
}
